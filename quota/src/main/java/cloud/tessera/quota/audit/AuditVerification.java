package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows that the audit log still is what was sealed, or where it is not. */
@Singleton
public final class AuditVerification {
    private static final int BATCH = 5_000;

    private final Transactions transactions;
    private final BeanProvider<SealingKey> key;

    public AuditVerification(Transactions transactions, BeanProvider<SealingKey> key) {
        this.transactions = transactions;
        this.key = key;
    }

    /**
     * What was found.
     *
     * @param entries how many were compared with their seals
     * @param waiting how many wait for their seals, which takes seconds
     * @param heads the signed ends, to be kept elsewhere
     * @param faults the first of each chain, by the time of their entries; empty is good
     */
    public record Report(int chains, long entries, long waiting, List<AuditHead> heads, List<AuditFault> faults) {}

    /**
     * Compares every sealed entry with its seal, every chain with its signed end, and with ends that somebody kept.
     *
     * @param kept the heads of an earlier report or export
     */
    public Report verify(Caller job, Collection<AuditHead> kept) {
        return verify(job, kept, true);
    }

    /**
     * Signs the ends of all chains by the key that the installation has now: where that was changed on purpose. Done only
     * where nothing else is wrong.
     *
     * @return as {@link #verify}; with faults, nothing was signed
     */
    public Report signAgain(Caller job) {
        Report found = verify(job, List.of(), false);
        if (!found.faults.isEmpty()) {
            return found;
        }
        transactions.run(job, tx -> {
            Map<UUID, AuditHead> signed = new HashMap<>();
            SealStore.heads(tx)
                    .forEach((chain, head) ->
                            signed.put(chain, AuditHead.sign(chain, head.length(), head.hash(), tx.now(), key.get())));
            SealStore.keep(tx, signed);
            return signed.size();
        });
        return verify(job, found.heads, true);
    }

    private Report verify(Caller job, Collection<AuditHead> kept, boolean signatures) {
        job.require(Permission.PLATFORM_MANAGE);
        List<AuditFault> faults = new ArrayList<>();
        Map<UUID, AuditHead> heads = transactions.run(job, SealStore::heads);
        for (UUID chain : transactions.run(job, SealStore::headless)) {
            faults.add(fault(AuditFault.Kind.CHAIN_MISSING, AuditChain.name(chain), 0, null));
        }
        long entries = 0;
        for (var each : heads.entrySet()) {
            var walk = new Walk(each.getKey(), each.getValue());
            Map<Long, String> hashes = of(kept, each.getValue().chain());
            Optional<AuditFault> found = (signatures ? walk.signature() : Optional.<AuditFault>empty())
                    .or(() -> walk.entries(job, hashes))
                    .or(() -> walk.turnedBack(hashes));
            found.ifPresent(faults::add);
            entries += walk.compared;
        }
        for (AuditHead head : kept) {
            if (heads.values().stream().noneMatch(now -> now.chain().equals(head.chain()))) {
                faults.add(fault(AuditFault.Kind.CHAIN_MISSING, head.chain(), 0, null));
            }
        }
        transactions
                .run(job, SealStore::added)
                // Where seals are gone, entries have none, which is not news.
                .filter(added ->
                        faults.stream().noneMatch(fault -> fault.chain().equals(AuditChain.name(added.chain()))))
                .ifPresent(added ->
                        faults.add(fault(AuditFault.Kind.ADDED, AuditChain.name(added.chain()), 0, added.entry())));
        faults.sort(Comparator.comparing(AuditFault::at, Comparator.nullsLast(Comparator.naturalOrder())));
        return new Report(
                heads.size(),
                entries,
                transactions.run(job, SealStore::waiting),
                List.copyOf(heads.values()),
                List.copyOf(faults));
    }

    private static Map<Long, String> of(Collection<AuditHead> kept, String chain) {
        Map<Long, String> hashes = new HashMap<>();
        kept.stream()
                .filter(head -> head.chain().equals(chain))
                .forEach(head -> hashes.put(head.length(), head.hash()));
        return hashes;
    }

    private static AuditFault fault(AuditFault.Kind kind, String chain, long position, @Nullable AuditEntry entry) {
        return new AuditFault(
                kind, chain, position, entry == null ? null : entry.id().toString(), entry == null ? null : entry.at());
    }

    /** One chain, from its beginning to its signed end. */
    private final class Walk {
        private final UUID chain;
        private final AuditHead head;
        private String hash;
        private long compared;

        Walk(UUID chain, AuditHead head) {
            this.chain = chain;
            this.head = head;
            this.hash = AuditChain.beginning(chain);
        }

        Optional<AuditFault> signature() {
            return head.wrong(key.get()).map(kind -> fault(kind, head.chain(), 0, null));
        }

        Optional<AuditFault> entries(Caller job, Map<Long, String> kept) {
            while (compared < head.length()) {
                long after = compared;
                List<SealStore.Sealed> some = transactions.run(job, tx -> SealStore.sealed(tx, chain, after, BATCH));
                if (some.isEmpty()) {
                    return Optional.of(fault(AuditFault.Kind.CUT_OFF, head.chain(), compared + 1, null));
                }
                for (SealStore.Sealed each : some) {
                    Optional<AuditFault> found = next(each, kept);
                    if (found.isPresent()) {
                        return found;
                    }
                    if (compared == head.length()) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.empty();
        }

        /** An end that somebody kept and that the chain does not reach any more. */
        Optional<AuditFault> turnedBack(Map<Long, String> kept) {
            return kept.keySet().stream().anyMatch(length -> length > head.length())
                    ? Optional.of(fault(AuditFault.Kind.CUT_OFF, head.chain(), head.length() + 1, null))
                    : Optional.empty();
        }

        private Optional<AuditFault> next(SealStore.Sealed each, Map<Long, String> kept) {
            long position = compared + 1;
            AuditEntry entry = each.entry();
            if (entry == null || each.position() != position) {
                return Optional.of(fault(AuditFault.Kind.MISSING, head.chain(), position, null));
            }
            hash = AuditChain.next(hash, entry.line());
            boolean end = position == head.length();
            if (!hash.equals(each.hash()) || end && !hash.equals(head.hash())) {
                return Optional.of(fault(AuditFault.Kind.ALTERED, head.chain(), position, entry));
            }
            if (!kept.getOrDefault(position, hash).equals(hash)) {
                return Optional.of(fault(AuditFault.Kind.NOT_AS_KEPT, head.chain(), position, entry));
            }
            compared = position;
            return Optional.empty();
        }
    }
}
