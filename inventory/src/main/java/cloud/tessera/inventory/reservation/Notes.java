package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes what callers do to reservations: in the time line, in the audit log, and for the world outside. */
final class Notes {
    private final Audit audit;

    Notes(Audit audit) {
        this.audit = audit;
    }

    /** That a reservation holds something else now. */
    void changed(Tx tx, Reservation before, Changing.Target to, String detail) {
        record Terms(Instant start, Instant end, int quantity, String site) {
            String words() {
                return quantity + " at " + site + " from " + start + " until " + end + " now.";
            }
        }
        record Told(String reservation, Terms terms) {}
        String id = before.id().text();
        var was = new Terms(
                before.window().start(), before.window().end(), before.shape().quantity(), before.site());
        var is = new Terms(to.window().start(), to.window().end(), to.shape().quantity(), to.site());
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        before.id().value(),
                        before.organization(),
                        tx.now(),
                        "amended",
                        detail.isEmpty() ? is.words() : detail)));
        audit.record(tx, before.organization(), "reservation.amended", id, was, is);
        tx.outbox("reservation.amended", before.organization(), before.id().value(), new Told(id, is));
    }

    private record Noted(String state) {}

    private record Told(String reservation, String state) {}

    /** Notes that reservations were made, each by its caller. */
    void made(Tx tx, Map<Reservation, Caller> reservations) {
        List<Timeline.Entry> entries = new ArrayList<>();
        List<Audit.Deed> deeds = new ArrayList<>();
        List<Tx.Told> told = new ArrayList<>();
        reservations.forEach((made, caller) -> {
            String state = made.state().text();
            String id = made.id().text();
            entries.add(new Timeline.Entry(made.id().value(), made.organization(), tx.now(), state, null));
            deeds.add(new Audit.Deed(caller, made.organization(), "reservation." + state, id, null, new Noted(state)));
            told.add(new Tx.Told(
                    "reservation." + state, made.organization(), made.id().value(), new Told(id, state)));
        });
        Timeline.add(tx, entries);
        audit.record(tx, deeds);
        tx.outbox(told);
    }

    /** That hours were returned, or taken back. */
    void returned(Tx tx, Return it, String what) {
        record Part(String reservation, Instant start, Instant end, int quantity) {}
        record Told(String event, Part part) {}
        var part = new Part(
                it.reservation().text(),
                it.window().start(),
                it.window().end(),
                it.shape().quantity());
        audit.record(tx, it.organization(), "return." + what, it.id().text(), null, part);
        tx.outbox("return." + what, it.organization(), it.id().value(), new Told(what, part));
    }

    void note(Tx tx, Reservation reservation, @Nullable ReservationState before, ReservationState after) {
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
