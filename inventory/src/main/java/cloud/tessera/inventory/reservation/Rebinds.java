package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives reservations that have not begun other cards of their site. What they were sold stays the same. */
@Singleton
public final class Rebinds {
    private final Organizations organizations;
    private final Calendar calendar;

    public Rebinds(Organizations organizations, Calendar calendar) {
        this.organizations = organizations;
        this.calendar = calendar;
    }

    /** Whether nothing of it runs or is being started, so that it may lie anywhere. */
    public static boolean canRebind(Reservation it, Instant now) {
        return switch (it.state()) {
            case ReservationState.Held _, ReservationState.PaymentPending _, ReservationState.Scheduled _ ->
                now.isBefore(it.window().start());
            case ReservationState.Provisioning _,
                    ReservationState.Active _,
                    ReservationState.Ending _,
                    ReservationState.Over _ -> false;
        };
    }

    /**
     * Rebinds one that {@link #canRebind}, which the caller has locked; empty, and nothing has changed, where there is no
     * other place. Its version rises, so that whoever is about to start it on the old cards starts again.
     *
     * @param avoid devices to stay away from
     * @param why for its time line
     */
    public Optional<Placement> rebind(
            Tx tx, Proposals proposals, ReservationSteps.Due due, Set<Integer> avoid, String why) {
        Reservation it = due.reservation();
        if (!canRebind(it, tx.now())) {
            return Optional.empty();
        }
        Question question = calendar.search(tx)
                .question(
                        it.shape(),
                        Workload.TRAINING,
                        it.site(),
                        it.window().start(),
                        it.window().end(),
                        organizations.of(tx, it.organization()).holder())
                .avoiding(avoid);
        Optional<Placement> found = calendar.move(tx, proposals, it.id().value(), question);
        found.ifPresent(_ -> stay(tx, due, it.degraded(), why));
        return found;
    }

    /** Notes that one which has not begun holds something else; its state stays what it is. */
    public static void stay(Tx tx, ReservationSteps.Due due, boolean degraded, String why) {
        Reservation it = due.reservation();
        Instant dueAt = it.state() instanceof ReservationState.Held held
                ? held.until()
                : it.state() instanceof ReservationState.PaymentPending pending
                        ? pending.until()
                        : it.window().start();
        var step = new ReservationSteps.Step(it, it.state(), dueAt, due.delivery(), degraded);
        if (!ReservationSteps.advance(tx, List.of(step))[0]) {
            throw new IllegalStateException("A reservation has changed although it was locked");
        }
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        it.id().value(), it.organization(), tx.now(), it.state().text(), why)));
    }
}
