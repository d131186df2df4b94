package cloud.tessera.billing.charging;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that the customer may spend with us.
 *
 * @param claim the block it is for, where it is for one
 * @param amount what was granted, above zero
 * @param left what can still be spent
 * @param expiresAt when what is left is lost; null: never
 */
public record CreditGrant(
        CreditGrantId id,
        OrganizationId organization,
        Kind kind,
        @Nullable UUID claim,
        Money amount,
        Money left,
        String reason,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    /** Why it was granted. */
    public enum Kind {
        /** The customer paid it in. */
        PREPAYMENT,
        /** A gift. */
        PROMOTION,
        /** For sold time that we did not deliver. */
        NOT_DELIVERED,
        /** For a block, or a part of it, that its customer gave up. */
        REFUND,
        /** For a part of a block that its customer returned and that was sold again. */
        RESALE;

        /** The name as it is stored and sent. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such kind. */
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
