package cloud.tessera.ops.replay;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.util.SortedMap;

/**
 * The last line of a replay, as JSON.
 *
 * @param accepted allocations
 * @param refused pods that were refused, by code
 * @param unitSeconds quantity times seconds, over all accepted allocations
 * @param minimumUnitSeconds what is charged beyond that, because an allocation is charged for a minute at least
 * @param invoiced the sum of the invoices' totals, by currency
 * @param seconds that the replay took
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Summary(
        int accepted,
        SortedMap<String, Integer> refused,
        long unitSeconds,
        long minimumUnitSeconds,
        SortedMap<String, String> invoiced,
        BigDecimal seconds) {}
