package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.FeedPlace;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Seals what the audit log holds: a job, so that nothing that is booked waits for a chain. */
@Singleton
public final class Sealing {
    static final String FEED = "audit";
    static final String READER = "seal";
    private static final int BATCH = 2_000;
    private static final int MOST_BATCHES = 100;

    private final Transactions transactions;
    private final BeanProvider<SealingKey> key;

    /**
     * @param key asked for when something is sealed: errands and replays have none
     */
    public Sealing(Transactions transactions, BeanProvider<SealingKey> key) {
        this.transactions = transactions;
        this.key = key;
    }

    /** The end of a chain while entries are put on it. */
    private record End(long length, String hash) {}

    /**
     * Seals the entries of all transactions that are older than every one that still runs, in the order of their commits.
     *
     * @return how many
     * @throws IllegalStateException if the end of a chain was not signed by this installation's key: it was forged, or
     *     the key was changed, and sealing on would hide that
     */
    public int seal(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        int all = 0;
        for (int round = 0; round < MOST_BATCHES; round++) {
            int sealed = transactions.run(job, this::sealSome);
            all += sealed;
            if (sealed < BATCH) {
                break;
            }
        }
        return all;
    }

    private int sealSome(Tx tx) {
        FeedPlace place = FeedPlace.lock(tx, FEED, READER);
        List<SealStore.Unsealed> found = SealStore.unsealed(tx, place, BATCH);
        if (found.isEmpty()) {
            return 0;
        }
        Map<UUID, End> ends = ends(tx, found);
        List<SealStore.Seal> seals = new ArrayList<>();
        for (SealStore.Unsealed each : found) {
            End end = ends.get(each.chain());
            End next = end == null
                    ? new End(1, AuditChain.next(AuditChain.beginning(each.chain()), each.line()))
                    : new End(end.length + 1, AuditChain.next(end.hash, each.line()));
            ends.put(each.chain(), next);
            seals.add(new SealStore.Seal(each.chain(), next.length, each.place().seq(), next.hash));
        }
        SealStore.insert(tx, seals);
        Map<UUID, AuditHead> heads = new LinkedHashMap<>();
        for (SealStore.Seal last : seals) {
            End end = ends.get(last.chain());
            if (end != null && end.length == last.position()) {
                heads.put(last.chain(), AuditHead.sign(last.chain(), end.length, end.hash, tx.now(), key.get()));
            }
        }
        SealStore.keep(tx, heads);
        found.getLast().place().keep(tx, FEED, READER);
        return found.size();
    }

    private Map<UUID, End> ends(Tx tx, List<SealStore.Unsealed> found) {
        Map<UUID, End> ends = new HashMap<>();
        SealStore.heads(
                        tx,
                        found.stream().map(SealStore.Unsealed::chain).distinct().toList())
                .forEach((chain, head) -> {
                    head.wrong(key.get()).ifPresent(kind -> {
                        throw new IllegalStateException(new AuditFault(kind, head.chain(), 0, null, null).sentence()
                                + " Nothing is sealed until ops/verify-audit says what it is.");
                    });
                    ends.put(chain, new End(head.length(), head.hash()));
                });
        return ends;
    }
}
