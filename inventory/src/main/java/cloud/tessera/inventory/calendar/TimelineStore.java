package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.tables.Tables.CLAIM_EVENT;

import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.UUID;

/** The SQL of what happened to claims. */
final class TimelineStore {
    private TimelineStore() {}

    static void add(Tx tx, List<Timeline.Entry> entries) {
        Rows.of(entries)
                .column("claim_id", "uuid", Timeline.Entry::claim)
                .column("organization_id", "uuid", entry -> entry.organization().value())
                .column("at", "timestamptz", Timeline.Entry::at)
                .column("state", "text", Timeline.Entry::state)
                .column("detail", "text", Timeline.Entry::detail)
                .insertInto(tx, "inventory.claim_event");
    }

    static List<ClaimEvent> of(Tx tx, UUID claim) {
        return tx.sql()
                .selectFrom(CLAIM_EVENT)
                .where(CLAIM_EVENT.CLAIM_ID.eq(claim))
                .orderBy(CLAIM_EVENT.SEQ)
                .fetch(row -> new ClaimEvent(row.getSeq(), row.getAt().toInstant(), row.getState(), row.getDetail()));
    }
}
