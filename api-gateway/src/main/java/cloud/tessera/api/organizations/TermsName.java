package cloud.tessera.api.organizations;

import cloud.tessera.quota.tenant.Terms;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** When an organization pays. */
@Serdeable
@Schema(name = "Terms")
enum TermsName {
    /** Blocks are paid from credit when they are booked. */
    @JsonProperty("prepaid")
    PREPAID,
    /** Everything goes on the invoice of the month. */
    @JsonProperty("invoiced")
    INVOICED;

    Terms terms() {
        return switch (this) {
            case PREPAID -> Terms.PREPAID;
            case INVOICED -> Terms.INVOICED;
        };
    }
}
