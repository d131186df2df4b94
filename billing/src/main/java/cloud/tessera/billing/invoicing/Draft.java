package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.money.Money;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/**
 * An invoice before it has a number: the lines and the sums that follow from them. Issued invoices, the running total and
 * re-rating are made of the same drafts.
 *
 * @param blocks the blocks on it
 * @param applied how much credit is spent on it, beyond what paid for blocks when they were charged
 */
record Draft(Currency currency, List<InvoiceLine> lines, List<UUID> blocks, Money applied) {

    Money sum(Section section) {
        return lines.stream()
                .filter(line -> line.section() == section)
                .map(InvoiceLine::amount)
                .reduce(Money.zero(currency), Money::plus);
    }

    Money total() {
        return lines.stream().map(InvoiceLine::amount).reduce(Money.zero(currency), Money::plus);
    }
}
