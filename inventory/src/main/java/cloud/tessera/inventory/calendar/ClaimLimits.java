package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where claims may lie, as their owners asked for them: written with the claim, never changed, and read by the {@link
 * Calendar} itself before it gives a claim another site. Offers, waitlist entries and services have theirs too, which are
 * handed on to the claims that come of them. Without limits there is no row.
 */
@Singleton
public final class ClaimLimits {
    private final Transactions transactions;

    public ClaimLimits(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Those of some claims of the caller's organization; of operators, of any. Whoever has none is left out. */
    public Map<UUID, SiteLimits> of(Caller caller, Collection<UUID> ids) {
        caller.require(Permission.VIEW_WORK);
        return ids.isEmpty() ? Map.of() : transactions.run(caller, tx -> of(tx, ids));
    }

    /** Those of one claim; none where it has none. */
    public SiteLimits of(Caller caller, UUID id) {
        return of(caller, List.of(id)).getOrDefault(id, SiteLimits.NONE);
    }

    /** {@link #of(Caller, UUID)} inside a transaction. */
    public static SiteLimits of(Tx tx, UUID id) {
        return of(tx, List.of(id)).getOrDefault(id, SiteLimits.NONE);
    }

    /** {@link #of(Caller, Collection)} inside a transaction. */
    public static Map<UUID, SiteLimits> of(Tx tx, Collection<UUID> ids) {
        return ClaimLimitStore.of(tx, ids);
    }

    /**
     * Binds a new claim, offer, waitlist entry or service to limits, once and for good.
     *
     * @param id its id
     */
    public static void bind(Tx tx, UUID id, OrganizationId organization, SiteLimits limits) {
        if (!limits.none()) {
            ClaimLimitStore.insert(tx, id, organization, limits);
        }
    }
}
