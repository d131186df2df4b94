package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.FEED_CURSOR;

import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * How far a reader of a feed has come. Feeds are read in the order of commits: by transaction, and only of transactions
 * that are older than every one that still runs, for one that runs may commit rows with an earlier place.
 *
 * @param xid the transaction that wrote the last row that was read
 * @param seq the number of that row
 */
public record FeedPlace(String xid, long seq) {
    private static final String BEGINNING = "0";
    private static final Field<String> XID = DSL.field("{0}::text", String.class, FEED_CURSOR.XID);

    /** The place of a reader, who has it alone until the transaction ends; a new reader begins at the beginning. */
    public static FeedPlace lock(Tx tx, String feed, String reader) {
        tx.sql()
                .insertInto(FEED_CURSOR)
                .set(FEED_CURSOR.FEED, feed)
                .set(FEED_CURSOR.READER, reader)
                .set(Map.of(FEED_CURSOR.XID, transaction(BEGINNING)))
                .set(FEED_CURSOR.SEQ, 0L)
                .onConflictDoNothing()
                .execute();
        return tx.sql()
                .select(XID, FEED_CURSOR.SEQ)
                .from(FEED_CURSOR)
                .where(FEED_CURSOR.FEED.eq(feed))
                .and(FEED_CURSOR.READER.eq(reader))
                .forUpdate()
                .fetchSingle(row -> new FeedPlace(row.value1(), row.value2()));
    }

    /** Makes this the place of a reader that has {@linkplain #lock locked} its own. */
    public void keep(Tx tx, String feed, String reader) {
        tx.sql()
                .update(FEED_CURSOR)
                .set(Map.of(FEED_CURSOR.XID, transaction(xid)))
                .set(FEED_CURSOR.SEQ, seq)
                .where(FEED_CURSOR.FEED.eq(feed))
                .and(FEED_CURSOR.READER.eq(reader))
                .execute();
    }

    /** Whether a row of the feed comes after this place and may be read now. */
    public Condition isBefore(Field<Object> rowXid, Field<Long> rowSeq) {
        return DSL.row(rowXid, rowSeq)
                .gt(transaction(xid), DSL.val(seq))
                .and(DSL.condition("{0} < pg_snapshot_xmin(pg_current_snapshot())", rowXid));
    }

    private static Field<Object> transaction(String text) {
        return DSL.field("{0}::xid8", FEED_CURSOR.XID.getDataType(), DSL.val(text));
    }
}
