package cloud.tessera.inventory.service;

import cloud.tessera.billing.money.Money;

/**
 * What a service costs.
 *
 * @param spent in this billing month of its organization, up to now
 * @param hourly at the rates of now, for the replicas that there are
 */
public record Spend(Money spent, Money hourly) {}
