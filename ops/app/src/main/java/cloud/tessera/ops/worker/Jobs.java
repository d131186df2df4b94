package cloud.tessera.ops.worker;

import cloud.tessera.quota.transaction.Leases;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** All jobs that there are. */
@Singleton
public final class Jobs {
    private final Leases leases;
    private final List<Job> all = new ArrayList<>();

    Jobs(Leases leases, GroundJobs ground, MoneyJobs money, CapacityJobs capacity) {
        this.leases = leases;
        all.addAll(ground.all());
        all.addAll(money.all());
        all.addAll(capacity.all());
    }

    /** A worker that does them all. */
    public Worker worker() {
        return new Worker(leases, all);
    }
}
