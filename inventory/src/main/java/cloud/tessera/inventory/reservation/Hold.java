package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.pricing.QuoteId;

/**
 * Holds what was offered.
 *
 * @param quote of the offer; it must still bind and serves one reservation
 * @param name 1 to 100 characters, for people
 * @param image a built-in image by name
 */
public record Hold(QuoteId quote, String name, String image) {}
