package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.tables.Tables.CLAIM_LIMIT;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;

/** The SQL of the limits of claims. */
final class ClaimLimitStore {
    private ClaimLimitStore() {}

    static void insert(Tx tx, UUID id, OrganizationId organization, SiteLimits limits) {
        tx.sql()
                .insertInto(CLAIM_LIMIT)
                .set(CLAIM_LIMIT.CLAIM_ID, id)
                .set(CLAIM_LIMIT.ORGANIZATION_ID, organization.value())
                .set(CLAIM_LIMIT.REGION, limits.region())
                .set(CLAIM_LIMIT.WITHIN_MS, limits.withinMs())
                .set(CLAIM_LIMIT.JURISDICTIONS, limits.jurisdictions().toArray(String[]::new))
                .execute();
    }

    static Map<UUID, SiteLimits> of(Tx tx, Collection<UUID> ids) {
        return tx.sql()
                .selectFrom(CLAIM_LIMIT)
                .where(CLAIM_LIMIT.CLAIM_ID.eq(DSL.any(ids.toArray(UUID[]::new))))
                .fetchMap(
                        CLAIM_LIMIT.CLAIM_ID,
                        row -> new SiteLimits(row.getRegion(), row.getWithinMs(), List.of(row.getJurisdictions())));
    }
}
