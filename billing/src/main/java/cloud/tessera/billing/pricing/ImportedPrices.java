package cloud.tessera.billing.pricing;

/**
 * What came of a price file.
 *
 * @param prices in the file
 * @param added of them were not in the book before
 */
public record ImportedPrices(int prices, int added) {}
