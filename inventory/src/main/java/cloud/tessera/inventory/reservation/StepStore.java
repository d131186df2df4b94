package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.reservation.ReservationStore.delivery;
import static cloud.tessera.inventory.reservation.ReservationStore.instant;
import static cloud.tessera.inventory.reservation.ReservationStore.reservation;
import static cloud.tessera.inventory.reservation.ReservationStore.time;
import static cloud.tessera.inventory.tables.Tables.RESERVATION;
import static cloud.tessera.inventory.tables.Tables.SITE;

import cloud.tessera.inventory.tables.tables.records.ReservationRecord;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.impl.DSL;

/** The SQL of the steps that reservations take. */
final class StepStore {
    private StepStore() {}

    static List<ReservationSteps.Due> due(Tx tx, int most) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(RESERVATION.DUE_AT.le(tx.timestamp()))
                .and(needsNoLink().or(reachable()).or(billableUntil().le(tx.timestamp())))
                .orderBy(RESERVATION.DUE_AT, RESERVATION.ID)
                .limit(most)
                .fetch(StepStore::due);
    }

    static Optional<Instant> nextDue(Tx tx) {
        Condition now = needsNoLink().or(reachable());
        return Stream.of(
                        next(tx, RESERVATION.DUE_AT, now),
                        next(tx, DSL.greatest(RESERVATION.DUE_AT, billableUntil()), DSL.not(now)))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> next(Tx tx, Field<OffsetDateTime> at, Condition which) {
        return tx.sql()
                .select(at)
                .from(RESERVATION)
                .where(RESERVATION.DUE_AT.isNotNull())
                .and(which)
                .orderBy(at)
                .limit(1)
                .fetchOptional(row -> row.value1().toInstant());
    }

    /** What takes only time. */
    private static Condition needsNoLink() {
        return RESERVATION.STATE.in("held", "payment_pending", "ending");
    }

    /** What takes an engine waits for the link of its site, though not beyond the end of its time. */
    private static Condition reachable() {
        return RESERVATION.SITE.notIn(DSL.select(SITE.CODE).from(SITE).where(SITE.LINK.eq("down")));
    }

    private static Field<OffsetDateTime> billableUntil() {
        return DSL.field(
                "{0} - make_interval(secs => {1})", OffsetDateTime.class, RESERVATION.END_AT, RESERVATION.TURNAROUND_S);
    }

    static List<ReservationSteps.Due> of(Tx tx, Collection<UUID> claims) {
        return tx.sql()
                .selectFrom(RESERVATION)
                .where(RESERVATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(RESERVATION.DUE_AT.isNotNull())
                .orderBy(RESERVATION.ID)
                .forNoKeyUpdate()
                .fetch(StepStore::due);
    }

    static boolean[] advance(Tx tx, List<ReservationSteps.Step> steps) {
        int[] counts = tx.sql()
                .batch(steps.stream().map(step -> update(tx, step)).toList())
                .execute();
        boolean[] done = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            done[i] = counts[i] == 1;
        }
        return done;
    }

    private static Query update(Tx tx, ReservationSteps.Step step) {
        Reservation before = step.before();
        ReservationState after = step.after();
        var update = tx.sql()
                .update(RESERVATION)
                .set(RESERVATION.STATE, after.text())
                .set(RESERVATION.DUE_AT, time(step.dueAt()))
                .set(RESERVATION.VERSION, RESERVATION.VERSION.plus(1))
                .set(RESERVATION.DEGRADED, step.degraded())
                .set(RESERVATION.LOST_UNITS, step.delivery().lostUnits())
                .set(RESERVATION.LOST_SINCE, time(step.delivery().lostSince()))
                .set(RESERVATION.UNDELIVERED_UNIT_S, step.delivery().lostUnitSeconds());
        switch (after) {
            case ReservationState.Active active ->
                update = update.set(
                        RESERVATION.READY_AT, DSL.coalesce(RESERVATION.READY_AT, DSL.val(time(active.readyAt()))));
            case ReservationState.Failed failed ->
                update = update.set(RESERVATION.ENDED_AT, time(failed.at())).set(RESERVATION.REASON, failed.reason());
            case ReservationState.Over over -> update = update.set(RESERVATION.ENDED_AT, time(over.at()));
            case ReservationState.Scheduled _ -> {
                if (before.state() instanceof ReservationState.Held) {
                    update = update.set(RESERVATION.CONFIRMED_AT, tx.timestamp());
                }
            }
            case ReservationState.Held _,
                    ReservationState.PaymentPending _,
                    ReservationState.Provisioning _,
                    ReservationState.Ending _ -> {}
        }
        return update.where(RESERVATION.ID.eq(before.id().value()))
                .and(RESERVATION.STATE.eq(before.state().text()))
                .and(RESERVATION.VERSION.eq(before.version()));
    }

    static void postpone(Tx tx, Collection<UUID> claims, Instant until) {
        tx.sql()
                .update(RESERVATION)
                .set(RESERVATION.DUE_AT, time(until))
                .where(RESERVATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(RESERVATION.DUE_AT.le(tx.timestamp()))
                .execute();
    }

    static int lookAtAll(Tx tx) {
        return tx.sql()
                .update(RESERVATION)
                .set(RESERVATION.DUE_AT, tx.timestamp())
                .where(RESERVATION.STATE.eq("active"))
                .execute();
    }

    private static ReservationSteps.Due due(ReservationRecord row) {
        Reservation reservation = reservation(row);
        return new ReservationSteps.Due(reservation, delivery(row), instant(row.getConfirmedAt()));
    }
}
