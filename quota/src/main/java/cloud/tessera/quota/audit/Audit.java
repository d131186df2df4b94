package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of who did what. Entries are only ever added. */
@Singleton
public final class Audit {
    private final Transactions transactions;

    public Audit(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Notes what the caller of a transaction does in it.
     *
     * @param organization whose thing is changed; null for what belongs to the platform alone
     * @param action what is done, as in {@code reservation.confirmed}
     * @param subject the typed id of what is changed
     * @param before how it was, stored as JSON without names or addresses of people; null where it is new
     * @param after how it becomes; null where it goes
     */
    public void record(
            Tx tx,
            @Nullable OrganizationId organization,
            String action,
            String subject,
            @Nullable Object before,
            @Nullable Object after) {
        record(tx, List.of(new Deed(tx.caller(), organization, action, subject, before, after)));
    }

    /** Something that a caller does; see {@link #record}. */
    public record Deed(
            Caller caller,
            @Nullable OrganizationId organization,
            String action,
            String subject,
            @Nullable Object before,
            @Nullable Object after) {}

    /** Notes what several callers do in one transaction, in the order given. */
    public void record(Tx tx, List<Deed> deeds) {
        AuditStore.insert(tx, deeds);
    }

    /** Entries, newest first: of the caller's organization, or of all for the platform. */
    public Page<AuditEntry> list(Caller caller, Page.Request page) {
        return list(caller, AuditSearch.ALL, page);
    }

    /** The same for entries that are looked for. */
    public Page<AuditEntry> list(Caller caller, AuditSearch search, Page.Request page) {
        caller.require(Permission.VIEW_AUDIT);
        if (search.organization() != null) {
            caller.requireReach(search.organization());
        }
        return transactions.run(caller, tx -> AuditStore.page(tx, search, page));
    }

    /** A part of a sealed chain with its signed end; that is absent as long as nothing is sealed. */
    public record Export(List<Line> lines, Optional<AuditHead> head) {
        /** How many entries at most. */
        public static final int MOST = 10_000;

        /** The entries alone, where more follow. */
        public Export withoutHead() {
            return new Export(lines, Optional.empty());
        }

        /** A line of JSON for each entry, and one for the head. */
        public String text() {
            var text = new StringBuilder();
            for (Line line : lines) {
                text.append("{\"position\":")
                        .append(line.position)
                        .append(",\"hash\":\"")
                        .append(line.hash)
                        .append("\",\"entry\":")
                        .append(line.sealed())
                        .append("}\n");
            }
            head.ifPresent(end -> text.append("{\"head\":").append(end.line()).append("}\n"));
            return text.toString();
        }

        /** A sealed entry. */
        public record Line(long position, String hash, AuditEntry entry) {
            /** The entry as its seal is made over it: one line of JSON. */
            public String sealed() {
                return entry.line();
            }
        }
    }

    /**
     * Sealed entries in their order, for those who keep the log elsewhere: each with its place and hash.
     *
     * @param organization whose chain; null for the caller's own, which for the platform is what is its alone
     * @param after the place to go on behind; 0 for the beginning
     * @param most 1 to 10,000
     */
    public Export export(Caller caller, @Nullable OrganizationId organization, long after, int most) {
        caller.require(Permission.VIEW_AUDIT);
        if (organization != null) {
            caller.requireReach(organization);
        }
        UUID chain = Optional.ofNullable(organization)
                .or(caller::organization)
                .map(OrganizationId::value)
                .orElse(AuditChain.PLATFORM);
        return transactions.run(caller, tx -> {
            var head = Optional.ofNullable(SealStore.heads(tx, List.of(chain)).get(chain));
            List<Export.Line> lines = SealStore.sealed(tx, chain, after, most).stream()
                    .takeWhile(each -> each.entry() != null)
                    .map(each -> new Export.Line(each.position(), each.hash(), Objects.requireNonNull(each.entry())))
                    .toList();
            return new Export(lines, head);
        });
    }
}
