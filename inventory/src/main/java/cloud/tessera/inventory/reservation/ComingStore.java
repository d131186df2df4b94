package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.tables.Tables.RESERVATION;

import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** The SQL of reservations that have not started; see {@link Coming}. */
final class ComingStore {
    private ComingStore() {}

    static List<Coming.Place> places(Tx tx) {
        return tx.sql()
                .selectDistinct(RESERVATION.SITE, RESERVATION.MODEL)
                .from(RESERVATION)
                .where(coming(tx))
                .orderBy(RESERVATION.SITE, RESERVATION.MODEL)
                .fetch(row -> new Coming.Place(row.value1(), row.value2()));
    }

    static List<Reservation> of(Tx tx, String site, String model, int most) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(coming(tx))
                .and(RESERVATION.SITE.eq(site))
                .and(RESERVATION.MODEL.eq(model))
                .orderBy(RESERVATION.START_AT, RESERVATION.ID)
                .limit(most)
                .fetch(ReservationStore::reservation);
    }

    static List<Reservation> lock(Tx tx, Collection<UUID> ids) {
        List<Reservation> locked = tx.sql()
                .selectFrom(RESERVATION)
                .where(coming(tx))
                .and(RESERVATION.ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .orderBy(RESERVATION.ID)
                .forNoKeyUpdate()
                .skipLocked()
                .fetch(ReservationStore::reservation);
        tx.sql()
                .update(RESERVATION)
                .set(RESERVATION.VERSION, RESERVATION.VERSION.plus(1))
                .where(RESERVATION.ID.eq(
                        DSL.any(locked.stream().map(each -> each.id().value()).toArray(UUID[]::new))))
                .execute();
        return locked;
    }

    private static Condition coming(Tx tx) {
        return RESERVATION
                .DUE_AT
                .isNotNull()
                .and(RESERVATION.STATE.in("held", "payment_pending", "scheduled"))
                .and(RESERVATION.START_AT.gt(tx.timestamp()));
    }
}
