package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.ProjectId;
import java.time.LocalDate;

/**
 * What a project used of a SKU at a site on one day, and what it cost. Costs of days are apportioned so that they add up
 * to the cost of the whole interval that was asked for.
 *
 * @param date in the organization's zone; a UTC hour that crosses midnight there belongs to the day it begins on
 * @param unitSeconds units of the SKU times seconds
 */
public record UsageDay(
        LocalDate date, Workload workload, ProjectId project, String sku, String site, long unitSeconds, Money cost) {}
