package cloud.tessera.api.organizations;

import cloud.tessera.billing.charging.CreditGrant;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** Why an operator grants a credit. */
@Serdeable
@Schema(name = "CreditKind")
enum CreditKind {
    /** The customer paid it in. */
    @JsonProperty("prepayment")
    PREPAYMENT,
    /** A gift. */
    @JsonProperty("promotion")
    PROMOTION;

    CreditGrant.Kind kind() {
        return switch (this) {
            case PREPAYMENT -> CreditGrant.Kind.PREPAYMENT;
            case PROMOTION -> CreditGrant.Kind.PROMOTION;
        };
    }
}
