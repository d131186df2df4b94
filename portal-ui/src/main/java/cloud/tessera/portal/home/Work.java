package cloud.tessera.portal.home;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import java.util.Comparator;
import java.util.List;

/**
 * What an organization has going.
 *
 * @param running reservations whose window runs
 * @param serving allocations that are not over
 * @param held reservations that wait to be confirmed
 * @param ahead reservations that will start, the next first
 * @param isNew whether there never was anything
 */
record Work(
        List<Reservation> running,
        List<Allocation> serving,
        List<Reservation> held,
        List<Reservation> ahead,
        boolean isNew) {

    static Work of(List<Reservation> reservations, List<Allocation> allocations) {
        List<Reservation> byStart = reservations.stream()
                .sorted(Comparator.comparing(r -> r.window().start()))
                .toList();
        return new Work(
                byStart.stream().filter(r -> runs(r.state())).toList(),
                allocations.stream().filter(a -> serves(a.state())).toList(),
                byStart.stream()
                        .filter(r -> r.state() instanceof ReservationState.Held)
                        .toList(),
                byStart.stream()
                        .filter(r -> r.state() instanceof ReservationState.Scheduled)
                        .toList(),
                reservations.isEmpty() && allocations.isEmpty());
    }

    private static boolean runs(ReservationState state) {
        return state instanceof ReservationState.Provisioning
                || state instanceof ReservationState.Active
                || state instanceof ReservationState.Ending;
    }

    private static boolean serves(AllocationState state) {
        return !state.over();
    }
}
