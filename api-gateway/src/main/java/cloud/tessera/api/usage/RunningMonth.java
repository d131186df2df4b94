package cloud.tessera.api.usage;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.Window;
import cloud.tessera.billing.invoicing.Preview;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * What the invoice of the running month would be if the month ended now.
 *
 * @param month the month, such as {@code 2026-03}
 * @param window the same month as instants
 * @param training for blocks
 * @param inference for metered use
 * @param credits what credits would pay, zero or below
 * @param total all of it together
 * @param asOf up to when use has been counted
 */
@Serdeable
@Schema(name = "RunningMonth")
record RunningMonth(
        String month, Window window, Amount training, Amount inference, Amount credits, Amount total, Instant asOf) {
    static RunningMonth of(Preview preview) {
        return new RunningMonth(
                preview.month().toString(),
                Window.of(preview.period()),
                Amount.of(preview.training()),
                Amount.of(preview.inference()),
                Amount.of(preview.credits()),
                Amount.of(preview.total()),
                preview.asOf());
    }
}
