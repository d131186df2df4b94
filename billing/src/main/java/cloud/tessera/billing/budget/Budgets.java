package cloud.tessera.billing.budget;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;

/**
 * Where the customer's own budgets will be checked. There are no budgets yet and so everything is admitted; the booking
 * transaction calls this already, at its place in the order of locks: after exposure, before hosts.
 */
@Singleton
public final class Budgets {

    /** Admits what a project is about to commit: no budget can refuse it, because none can be set. */
    public void check(Tx tx, OrganizationId organization, ProjectId project, Money amount) {}
}
