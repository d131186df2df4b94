package cloud.tessera.billing.charging;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What customers may spend. */
@Singleton
public final class Credits {

    /** Grants a credit. Refused: invalid_amount, wrong_currency, invalid_kind. */
    public Outcome<CreditGrant> grant(
            Caller operator,
            OrganizationId organization,
            Money amount,
            CreditGrant.Kind kind,
            String reason,
            @Nullable Instant expiresAt) {
        throw new IllegalStateException("under construction");
    }

    /** Credits the seconds of a block that we did not deliver: amount of the block x seconds / seconds of the block, half-up, at most the amount. Once per claim; a claim without a charge is left alone. */
    public void notDelivered(Tx tx, UUID claim, long seconds, String reason) {
        throw new IllegalStateException("under construction");
    }

    /** What can be spent now. */
    public Money balance(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }

    /** All credits, newest first. */
    public List<CreditGrant> list(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }

    /** Takes back what has expired. The value is how many credits did. */
    public int expire(Caller job) {
        throw new IllegalStateException("under construction");
    }
}
