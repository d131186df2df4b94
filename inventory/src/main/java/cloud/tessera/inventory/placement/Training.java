package cloud.tessera.inventory.placement;

/**
 * What training holds of a pool at the moment of a span at which it holds most, as far as that is known without a look at the
 * cards.
 *
 * @param slots of healthy cards
 * @param atLeast slots that it holds at least
 * @param atMost slots that it holds at most
 */
public record Training(long slots, long atLeast, long atMost) {}
