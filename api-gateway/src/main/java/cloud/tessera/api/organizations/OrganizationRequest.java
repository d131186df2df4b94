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
        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name,

        @NotNull
        @Size(min = 1, max = 63)
        @Pattern(
                regexp = "[a-z0-9][a-z0-9-]*",
                message = "takes lower-case letters, digits and hyphens, and begins with a letter or a digit")
        String slug,

        @NotNull @Pattern(regexp = "[A-Z]{3}", message = Values.CURRENCY_TAKES)
        String currency,

        @NotNull @Size(min = 1, max = 60) @Pattern(regexp = "[A-Za-z0-9_+/-]+", message = ZONE_TAKES)
        String billingZone,

        @NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be a country by ISO 3166-1, such as FR")
        String country,

        @NotNull TermsName terms) {
    private static final String ZONE_TAKES = "must be a time zone such as Europe/Paris";

    NewOrganization toNewOrganization() {
        return new NewOrganization(
                name,
                slug,
                Values.read(currency, Currency::getInstance, "currency", Values.CURRENCY_TAKES),
                Values.read(billingZone, OrganizationRequest::zone, "billing_zone", ZONE_TAKES),
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
