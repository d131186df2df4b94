package cloud.tessera.ops.replay;

import java.math.BigDecimal;
import java.util.SortedMap;

/**
 * The last line of a replay, as JSON.
 *
 * @param accepted allocations
 * @param refused pods that were refused, by code
 * @param unitSeconds the sum over all readings of quantity times seconds
 * @param invoiced the sum of the invoices' totals, by currency
 * @param seconds that the replay took
 */
public record Summary(
        int accepted,
        SortedMap<String, Integer> refused,

        @com.fasterxml.jackson.annotation.JsonProperty("unit_seconds")
        long unitSeconds,

        SortedMap<String, String> invoiced,
        BigDecimal seconds) {}
