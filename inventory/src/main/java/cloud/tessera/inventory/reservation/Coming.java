package cloud.tessera.inventory.reservation;

import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Reservations that have not started: their windows are promised, their cards are not. To be called as the platform,
 * whosever they are.
 */
public final class Coming {
    /** A model at a site. */
    public record Place(String site, String model) {}

    private Coming() {}

    /** Where anything has not started. */
    public static List<Place> places(Tx tx) {
        return ComingStore.places(tx);
    }

    /** Those of one model at one site, the next to start first, at most so many. */
    public static List<Reservation> of(Tx tx, String site, String model, int most) {
        return ComingStore.of(tx, site, model, most);
    }

    /**
     * Locks those of some reservations that still have not started and that nobody else works on. Whoever has read one
     * of them before finds another version, and so cannot start it on cards that it no longer has.
     */
    public static List<Reservation> lock(Tx tx, Collection<UUID> ids) {
        return ComingStore.lock(tx, ids);
    }
}
