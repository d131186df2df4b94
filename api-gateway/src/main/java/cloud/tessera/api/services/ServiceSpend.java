package cloud.tessera.api.services;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.inventory.service.Spend;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What a service costs.
 *
 * @param spent in this billing month, up to now
 * @param hourly at the rates of now, for the replicas that there are
 */
@Serdeable
@Schema(name = "ServiceSpend")
record ServiceSpend(Amount spent, Amount hourly) {
    static ServiceSpend of(Spend spend) {
        return new ServiceSpend(Amount.of(spend.spent()), Amount.of(spend.hourly()));
    }
}
