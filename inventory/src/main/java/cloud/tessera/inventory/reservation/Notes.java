package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what callers do to reservations: in the time line, in the audit log, and for the world outside. */
final class Notes {
    private final Audit audit;

    Notes(Audit audit) {
        this.audit = audit;
    }

    void note(Tx tx, Reservation reservation, @Nullable ReservationState before, ReservationState after) {
        record Noted(String state) {}
        record Told(String reservation, String state) {}
        String id = reservation.id().text();
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        reservation.id().value(), reservation.organization(), tx.now(), after.text(), null)));
        audit.record(
                tx,
                reservation.organization(),
                "reservation." + after.text(),
                id,
                before == null ? null : new Noted(before.text()),
                new Noted(after.text()));
        tx.outbox(
                "reservation." + after.text(),
                reservation.organization(),
                reservation.id().value(),
                new Told(id, after.text()));
    }
}
