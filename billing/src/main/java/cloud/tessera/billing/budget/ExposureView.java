package cloud.tessera.billing.budget;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a payer owes and may owe. The exposure is
 * {@code accrued + unbilled + unpaid + committed - credit}; it may be below zero, where credit was paid in ahead.
 *
 * @param limit how far the exposure may go
 * @param accrued metered and not yet invoiced, as of {@code accruedUntil}
 * @param unbilled charged and not yet on an invoice
 * @param unpaid invoiced and not yet paid
 * @param committed held, or running on and not yet metered
 * @param credit what is left of credits
 */
public record ExposureView(
        OrganizationId payer,
        Money limit,
        Money accrued,
        @Nullable Instant accruedUntil,
        Money unbilled,
        Money unpaid,
        Money committed,
        Money credit) {
    /** All of it together. */
    public Money exposure() {
        return accrued.plus(unbilled).plus(unpaid).plus(committed).minus(credit);
    }

    /** What may still be committed; never below zero. */
    public Money left() {
        Money left = limit.minus(exposure());
        return left.isNegative() ? Money.zero(limit.currency()) : left;
    }
}
