package cloud.tessera.api.organizations;

import cloud.tessera.quota.tenant.Organization;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A customer.
 *
 * @param id its id
 * @param name as people call it
 * @param slug short and unique
 * @param payerId the organization that pays for it; itself unless grouped
 * @param billingZone its billing months begin at midnight here
 * @param currency all its prices and invoices are in it
 * @param country ISO 3166-1, two letters
 * @param terms {@code prepaid} or {@code invoiced}
 * @param status {@code active}, {@code suspended} or {@code closed}
 * @param verified whether the platform knows who it is
 * @param createdAt when it was made
 */
@Serdeable
@Schema(name = "Organization")
record OrganizationResource(
        String id,
        String name,
        String slug,
        String payerId,
        String billingZone,
        String currency,
        String country,
        String terms,
        String status,
        boolean verified,
        Instant createdAt) {
    static OrganizationResource of(Organization o) {
        return new OrganizationResource(
                o.id().text(),
                o.name(),
                o.slug(),
                o.payer().text(),
                o.zone().getId(),
                o.currency().getCurrencyCode(),
                o.country(),
                o.terms().text(),
                o.status().text(),
                o.verified(),
                o.createdAt());
    }
}
