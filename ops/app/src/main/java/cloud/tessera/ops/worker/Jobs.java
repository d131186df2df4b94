package cloud.tessera.ops.worker;

import cloud.tessera.quota.transaction.Leases;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** All jobs that there are. */
@Factory
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
    @Singleton
    public Worker worker() {
        return new Worker(leases, all);
    }
}
