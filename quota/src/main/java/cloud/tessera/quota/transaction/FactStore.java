package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.FACT;
import static cloud.tessera.quota.tables.Tables.FEED_CURSOR;

import cloud.tessera.quota.term.OrganizationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Facts and how far their readers have come, as they are stored. */
final class FactStore {
    private static final String FEED = "fact";
    private static final Field<String> XID = DSL.field("{0}::text", String.class, FACT.XID);

    /** A fact and its place in the feed. */
    record Placed(Fact fact, String xid, long seq) {}

    private FactStore() {}

    /** Only one transaction at a time reads for a reader; a new one begins at the beginning. */
    static void lockCursor(Tx tx, String reader) {
        tx.sql()
                .insertInto(FEED_CURSOR)
                .set(FEED_CURSOR.FEED, FEED)
                .set(FEED_CURSOR.READER, reader)
                .set(Map.of(FEED_CURSOR.XID, xid("0")))
                .set(FEED_CURSOR.SEQ, 0L)
                .onConflictDoNothing()
                .execute();
        tx.sql()
                .selectOne()
                .from(FEED_CURSOR)
                .where(FEED_CURSOR.FEED.eq(FEED))
                .and(FEED_CURSOR.READER.eq(reader))
                .forUpdate()
                .fetch();
    }

    /**
     * What comes after a reader's place, in the order of commits: by transaction, and only of transactions that are older
     * than every one that still runs, for one that runs may commit facts with an earlier place.
     */
    static List<Placed> after(Tx tx, String reader, Set<String> topics, int most) {
        return tx.sql()
                .select(FACT.asterisk(), XID.as("place"))
                .from(FACT)
                .join(FEED_CURSOR)
                .on(FEED_CURSOR.FEED.eq(FEED))
                .and(FEED_CURSOR.READER.eq(reader))
                .where(DSL.row(FACT.XID, FACT.SEQ).gt(FEED_CURSOR.XID, FEED_CURSOR.SEQ))
                .and(DSL.condition("{0} < pg_snapshot_xmin(pg_current_snapshot())", FACT.XID))
                .and(FACT.TOPIC.in(topics))
                .orderBy(FACT.XID, FACT.SEQ)
                .limit(most)
                .fetch(row -> new Placed(fact(row), row.get("place", String.class), row.get(FACT.SEQ)));
    }

    static void moveCursor(Tx tx, String reader, Placed last) {
        tx.sql()
                .update(FEED_CURSOR)
                .set(Map.of(FEED_CURSOR.XID, xid(last.xid())))
                .set(FEED_CURSOR.SEQ, last.seq())
                .where(FEED_CURSOR.FEED.eq(FEED))
                .and(FEED_CURSOR.READER.eq(reader))
                .execute();
    }

    private static Field<Object> xid(String text) {
        return DSL.field("{0}::xid8", FEED_CURSOR.XID.getDataType(), DSL.val(text));
    }

    private static Fact fact(Record row) {
        return new Fact(
                row.get(FACT.TOPIC),
                Optional.ofNullable(row.get(FACT.ORGANIZATION_ID))
                        .map(OrganizationId::new)
                        .orElse(null),
                row.get(FACT.SUBJECT),
                row.get(FACT.PAYLOAD).data(),
                row.get(FACT.AT).toInstant());
    }
}
