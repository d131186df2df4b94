package cloud.tessera.api.organizations;

import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.tenant.NewOrganization;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;

/**
 * An organization to be made.
 *
 * @param name as people call it
 * @param slug short and unique: lower case letters, digits and dashes
 * @param currency ISO 4217; all its prices and invoices are in it
 * @param billingZone IANA time zone; its billing months begin at midnight there
 * @param country ISO 3166-1, two letters
 * @param terms when it pays
 */
@Serdeable
@Schema(name = "NewOrganization")
record OrganizationRequest(
        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Values.WORDS)
        String name,

        @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "[a-z0-9][a-z0-9-]*")
        String slug,

        @NotNull @Pattern(regexp = "[A-Z]{3}") String currency,

        @NotNull @Size(min = 1, max = 60) @Pattern(regexp = "[A-Za-z0-9_+/-]+")
        String billingZone,

        @NotNull @Pattern(regexp = "[A-Z]{2}") String country,
        @NotNull TermsName terms) {
    NewOrganization toNewOrganization() {
        return new NewOrganization(
                name,
                slug,
                Values.read(currency, Currency::getInstance, "currency"),
                Values.read(billingZone, OrganizationRequest::zone, "billing_zone"),
                country,
                terms.terms());
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
