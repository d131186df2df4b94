package cloud.tessera.portal.home;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import java.util.List;

/**
 * What an organization has going, however long ago it began.
 *
 * @param running reservations whose window runs, the newest first; of very many, the first 200
 * @param serving allocations that are not over, likewise
 * @param ahead reservations that have not begun: holds first, then the next to start; of many, the first few
 * @param isNew whether there never was anything
 */
record Work(Page<Reservation> running, Page<Allocation> serving, List<Reservation> ahead, boolean isNew) {
    private static final int FEW = 16;

    static Work of(Caller caller, Reservations reservations, Allocations allocations) {
        var all = Page.Request.first(Page.MOST);
        var running = reservations.list(caller, null, Stage.RUNNING, all);
        var serving = allocations.list(caller, null, Stage.RUNNING, all);
        var ahead = reservations.next(caller, FEW);
        var work = new Work(running, serving, ahead, false);
        return work.idle() && never(caller, reservations, allocations) ? new Work(running, serving, ahead, true) : work;
    }

    private static boolean never(Caller caller, Reservations reservations, Allocations allocations) {
        var one = Page.Request.first(1);
        return reservations.list(caller, null, null, one).items().isEmpty()
                && allocations.list(caller, null, null, one).items().isEmpty();
    }

    /** Reservations that wait to be confirmed, the next to run out first. */
    List<Reservation> held() {
        return ahead.stream()
                .filter(r -> r.state() instanceof ReservationState.Held)
                .toList();
    }

    /** Whether nothing runs and nothing is booked. */
    boolean idle() {
        return running.items().isEmpty() && serving.items().isEmpty() && ahead.isEmpty();
    }

    /** How many run, as in {@code 12}, or {@code 200+} where that is not known. */
    String count() {
        int known = running.items().size() + serving.items().size();
        return running.next() == null && serving.next() == null ? String.valueOf(known) : known + "+";
    }
}
