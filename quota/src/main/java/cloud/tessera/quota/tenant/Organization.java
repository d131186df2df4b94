package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;

/**
 * A customer.
 *
 * @param slug short and unique, for addresses
 * @param payer the organization that pays for it; itself unless grouped
 * @param zone its billing months begin at midnight here
 * @param country ISO 3166-1, two letters
 * @param verified whether the platform knows who it is; an organization that is not may hold one thing at a time
 * @param holder opaque and random: names the organization on its private cards
 */
public record Organization(
        OrganizationId id,
        String name,
        String slug,
        OrganizationId payer,
        ZoneId zone,
        Currency currency,
        String country,
        Terms terms,
        Status status,
        boolean verified,
        UUID holder,
        Instant createdAt) {

    /** Whether it may book. */
    public enum Status {
        ACTIVE,
        /** Books nothing new; what runs goes on. */
        SUSPENDED,
        CLOSED;

        /** The name as it is stored and sent. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such status. */
        public static Status of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
