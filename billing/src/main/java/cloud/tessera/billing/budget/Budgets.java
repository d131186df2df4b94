package cloud.tessera.billing.budget;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;

/** Where budgets will be checked. */
@Singleton
public final class Budgets {

    /** Admits everything: there are no budgets yet. Bookings call it where a hard budget will refuse, after exposure and before hosts (the lock order). */
    public void check(Tx tx, OrganizationId organization, ProjectId project, Money amount) {
        throw new IllegalStateException("under construction");
    }
}
