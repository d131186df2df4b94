package cloud.tessera.billing.ledger;

import cloud.tessera.billing.money.Money;

/** What stands in an account; above zero it is a debit, below zero a credit. */
public record AccountBalance(Account account, Money balance) {}
