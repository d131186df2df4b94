package cloud.tessera.billing.metering;

import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A fact: this claim held this SKU in this quantity for these whole seconds. Its natural key is (claim, occurred at,
 * sequence); the same key again is the same fact, whatever else it says.
 *
 * @param occurredAt the first of its seconds, a whole second
 * @param sequence tells apart what began in the same second, usually 0
 * @param quantity units of the SKU, at least 1
 * @param seconds how long, at least 1; may cross hours and months, it is split when it is taken
 * @param source who says so: the life cycle, an engine, an agent
 */
public record Reading(
        UUID claim,
        Instant occurredAt,
        int sequence,
        OrganizationId organization,
        ProjectId project,
        String sku,
        Workload workload,
        String site,
        long quantity,
        int seconds,
        String source) {
    public Reading {
        if (!occurredAt.truncatedTo(ChronoUnit.SECONDS).equals(occurredAt) || quantity < 1 || seconds < 1) {
            throw new IllegalArgumentException("A reading has whole seconds, at least one, and at least one unit: "
                    + occurredAt + ", " + seconds + " s, " + quantity + " units");
        }
    }
}
