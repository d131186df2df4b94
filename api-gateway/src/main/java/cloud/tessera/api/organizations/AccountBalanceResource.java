package cloud.tessera.api.organizations;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.billing.ledger.AccountBalance;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What stands in an account of the ledger for an organization. The balances of all its accounts add up to zero.
 *
 * @param account the account, such as {@code receivable} or {@code revenue:inference}
 * @param balance above zero a debit, below zero a credit
 */
@Serdeable
@Schema(name = "AccountBalance")
record AccountBalanceResource(String account, Amount balance) {
    static AccountBalanceResource of(AccountBalance of) {
        return new AccountBalanceResource(of.account().text(), Amount.of(of.balance()));
    }
}
