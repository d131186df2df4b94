package cloud.tessera.inventory.lifecycle;

/**
 * What one round of metering brought.
 *
 * @param fresh readings that were new
 * @param duplicate readings that were known
 * @param waiting runs whose readings wait because the link of their site is down or their engine did not answer
 */
public record Metered(int fresh, int duplicate, int waiting) {}
