package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.tables.Tables.CLAIM_EVENT;

import cloud.tessera.quota.transaction.Tx;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The SQL of what happened to claims. */
final class TimelineStore {
    private TimelineStore() {}

    static void add(Tx tx, List<Timeline.Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var insert = tx.sql()
                .insertInto(
                        CLAIM_EVENT,
                        CLAIM_EVENT.CLAIM_ID,
                        CLAIM_EVENT.ORGANIZATION_ID,
                        CLAIM_EVENT.AT,
                        CLAIM_EVENT.STATE,
                        CLAIM_EVENT.DETAIL);
        for (Timeline.Entry entry : entries) {
            insert = insert.values(
                    entry.claim(),
                    entry.organization().value(),
                    entry.at().atOffset(ZoneOffset.UTC),
                    entry.state(),
                    entry.detail());
        }
        insert.execute();
    }

    static List<ClaimEvent> of(Tx tx, UUID claim) {
        return tx.sql()
                .selectFrom(CLAIM_EVENT)
                .where(CLAIM_EVENT.CLAIM_ID.eq(claim))
                .orderBy(CLAIM_EVENT.SEQ)
                .fetch(row -> new ClaimEvent(row.getSeq(), row.getAt().toInstant(), row.getState(), row.getDetail()));
    }
}
