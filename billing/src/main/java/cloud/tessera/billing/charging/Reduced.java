package cloud.tessera.billing.charging;

import cloud.tessera.billing.money.Money;

/**
 * What giving up some of a claim's blocks comes to.
 *
 * @param worth what the given up parts had cost
 * @param refund how much of that is credited
 */
public record Reduced(Money worth, Money refund) {}
