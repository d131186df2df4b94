package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.term.ProjectId;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line. Training: a block. Inference: what a project used of a SKU at a site in a month. Credit: what credit paid.
 *
 * @param line counted from 1
 * @param claim the block, where the line is about one
 * @param usageMonth the month of the use; earlier than the invoice's where the line adjusts an earlier invoice
 * @param unitSeconds units times seconds that are new on this line; 0 on credit lines
 * @param billedBefore what earlier invoices have charged for the same use; zero unless the line is an adjustment
 * @param amount the rated segments less what was billed before
 * @param segments what the amount was computed from, in order
 */
public record InvoiceLine(
        int line,
        Section section,
        @Nullable ProjectId project,
        @Nullable String projectName,
        @Nullable UUID claim,
        @Nullable String sku,
        @Nullable String site,
        @Nullable YearMonth usageMonth,
        String description,
        long unitSeconds,
        Money billedBefore,
        Money amount,
        List<Segment> segments) {}
