package cloud.tessera.inventory.fleet;

import java.util.Locale;

/**
 * One card.
 *
 * @param slot its place in the host, from 0
 * @param model a key of the catalogue, or a name that the catalogue does not know: then it is fungible
 * @param slots 1000 where the model is fungible, 1 where it is sold whole, else the slots of its geometry
 * @param extraSlots above them, for what a card has only once
 */
public record Device(int id, int host, int slot, String model, int slots, int extraSlots, Health health) {

    /** Whether it can be sold: a draining card takes no new work, a failed one does none. */
    public enum Health {
        HEALTHY,
        DRAINING,
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Health of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public boolean healthy() {
        return health == Health.HEALTHY;
    }
}
