package cloud.tessera.billing.pricing;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.util.List;

/**
 * A price for a block that binds until it expires, with the rates it froze.
 *
 * @param quantity units of the SKU, all through the window
 * @param billableUntil the end of the window less the turnaround, which is the platform's and not charged
 * @param amount for the whole block
 * @param pieces the rates from the start to {@code billableUntil}, in order and without gaps
 */
public record Quote(
        QuoteId id,
        OrganizationId organization,
        ProjectId project,
        String sku,
        Workload workload,
        String site,
        long quantity,
        TimeWindow window,
        Instant billableUntil,
        Money amount,
        List<Piece> pieces,
        Instant createdAt,
        Instant expiresAt) {}
