package cloud.tessera.inventory.calendar;

import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jooq.Record;
import org.jooq.Result;

/** The SQL of the feed that tells indexes of other processes which devices have changed, in commit order. */
final class ChangeStore {
    /** Where a reader of {@code calendar_change} stands. */
    record Cursor(String xid, long seq) {
        long number() {
            return Long.parseLong(xid);
        }
    }

    /** Changes that were read: the devices, and how far the reader has come. */
    record Changes(List<Integer> devices, Cursor cursor) {}

    private ChangeStore() {}

    /** Where the feed is now: what is read from here on is at least as new as what this transaction reads next. */
    static Cursor here(Tx tx) {
        return new Cursor(
                tx.sql()
                        .fetchSingle("select pg_snapshot_xmin(pg_current_snapshot())::text")
                        .get(0, String.class),
                0);
    }

    /**
     * What has been committed after the cursor, in commit order; nothing of a transaction while an older one runs.
     *
     * @param own transactions to pass over
     */
    static Changes changes(Tx tx, Cursor after, Set<String> own, int most) {
        Result<Record> rows = tx.sql().fetch("""
                        select device_id, xid::text as xid, seq from inventory.calendar_change
                        where (xid, seq) > (?::xid8, ?::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by xid, seq limit ?""", after.xid(), after.seq(), most);
        List<Integer> devices = rows.stream()
                .filter(row -> !own.contains(row.get("xid", String.class)))
                .map(row -> row.get("device_id", Integer.class))
                .distinct()
                .toList();
        Cursor next = rows.isEmpty()
                ? after
                : new Cursor(
                        rows.getLast().get("xid", String.class), rows.getLast().get("seq", Long.class));
        return new Changes(devices, next);
    }

    static int forgetChangesBefore(Tx tx, Instant moment) {
        return tx.sql()
                .execute(
                        "delete from inventory.calendar_change where at < ?::timestamptz",
                        moment.atOffset(ZoneOffset.UTC));
    }
}
