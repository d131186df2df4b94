package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.transaction.Tx;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that keeps a pool's share for inference. Only training in a pool that keeps one comes here: its bookings take
 * the pool one after another, so that two indexes that know nothing of each other cannot overstep it together.
 */
final class FloorStore {
    private FloorStore() {}

    /** Until the transaction ends no other training is booked in the pool. */
    static void lock(Tx tx, String pool) {
        tx.asPlatform(() -> tx.sql().fetch("select code from inventory.pool where code = ? for no key update", pool));
    }

    /**
     * Whether the pool, locked before, still has its share once this is added: the peak of what training holds in the
     * span, of the slots of healthy cards of the model. {@code upper_inf} tells allocations from training.
     */
    static boolean leaves(Tx tx, String pool, Question question) {
        @Nullable OffsetDateTime from = TileStore.time(question.span().from());
        @Nullable OffsetDateTime until = TileStore.time(question.span().until());
        return tx.sql()
                .fetchSingle("""
                        with cards as (select d.id, d.slots, d.health from inventory.device d
                                       join inventory.host h on h.id = d.host where h.pool = ? and d.model = ?),
                        held as (select greatest(lower(o.during), ?::timestamptz) as first, upper(o.during) as past,
                                        greatest(0, least(upper(o.slots), c.slots) - lower(o.slots)) as slots
                                 from cards c join inventory.occupancy o on o.device_id = c.id
                                 where o.during && tstzrange(?::timestamptz, ?::timestamptz) and not upper_inf(o.during)),
                        steps as (select first as at, slots from held union all select past, -slots from held),
                        levels as (select sum(slots) over (order by at, slots) as level from steps)
                        select (select coalesce(max(level), 0) from levels) + ?
                            <= floor((1 - p.inference_floor)
                                     * (select coalesce(sum(slots), 0) from cards where health = 'healthy'))
                        from inventory.pool p where p.code = ?""", pool, question.model().key(), from, from, until, question.slots(), pool)
                .get(0, Boolean.class);
    }

    /** The cards of a model in a pool. */
    static List<Integer> cards(Tx tx, String pool, Question question) {
        return tx.sql()
                .fetch(
                        "select d.id from inventory.device d join inventory.host h on h.id = d.host where h.pool = ? and d.model = ?",
                        pool,
                        question.model().key())
                .getValues(0, Integer.class);
    }
}
