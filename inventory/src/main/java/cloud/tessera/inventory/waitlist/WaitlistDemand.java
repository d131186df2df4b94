package cloud.tessera.inventory.waitlist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits of an SKU at a site. An entry that waits at several sites is counted at each.
 *
 * @param site null for entries that take any
 * @param entries how many wait
 * @param quantity units of the SKU, all together
 * @param unitHours the same times the hours that each wants
 * @param earliest when the first of them could begin
 */
public record WaitlistDemand(
        String sku, @Nullable String site, int entries, long quantity, long unitHours, Instant earliest) {}
