package cloud.tessera.api.organizations;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.billing.budget.ExposureView;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What the payer of an organization owes and may owe. The exposure is accrued + unbilled + unpaid + committed - credit.
 *
 * @param payerId who pays
 * @param limit how far the exposure may go
 * @param exposure how far it goes now
 * @param left what may still be booked
 * @param accrued metered and not yet invoiced
 * @param unbilled charged and not yet on an invoice
 * @param unpaid invoiced and not yet paid
 * @param committed held, or running on and not yet metered
 * @param credit what is left of credits
 */
@Serdeable
@Schema(name = "Exposure")
record ExposureResource(
        String payerId,
        Amount limit,
        Amount exposure,
        Amount left,
        Amount accrued,
        Amount unbilled,
        Amount unpaid,
        Amount committed,
        Amount credit) {
    static ExposureResource of(ExposureView view) {
        return new ExposureResource(
                view.payer().text(),
                Amount.of(view.limit()),
                Amount.of(view.exposure()),
                Amount.of(view.left()),
                Amount.of(view.accrued()),
                Amount.of(view.unbilled()),
                Amount.of(view.unpaid()),
                Amount.of(view.committed()),
                Amount.of(view.credit()));
    }
}
