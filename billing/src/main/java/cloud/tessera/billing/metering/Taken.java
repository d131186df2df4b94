package cloud.tessera.billing.metering;

/**
 * What came of a batch of readings, counted after they were split at hours and months.
 *
 * @param fresh were new and are counted
 * @param duplicate were known and change nothing
 */
public record Taken(int fresh, int duplicate) {}
