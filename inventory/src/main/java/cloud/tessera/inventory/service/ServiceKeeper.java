package cloud.tessera.inventory.service;

import cloud.tessera.billing.invoicing.ClaimCosts;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the replicas of services: releases those that are too many, starts those that are missing, each in a transaction of
 * its own that holds the service's row and counts anew, so that two workers start none twice. For a job, every minute.
 */
@Singleton
public final class ServiceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceKeeper.class);
    /** How far back it is looked how busy devices were, and how long a number that was aimed at stays. */
    private static final Duration MEASURED = Duration.ofMinutes(5);
    /** So many replicas that failed so lately keep more from being started. */
    private static final int MOST_FAILED = 3;

    private static final Duration FAILED_LATELY = Duration.ofMinutes(10);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Calendar calendar;
    private final Allocations allocations;
    private final Audit audit;
    private final ServiceCosts costs;

    public ServiceKeeper(
            Transactions transactions,
            Organizations organizations,
            Calendar calendar,
            Allocations allocations,
            Audit audit,
            ClaimCosts claimCosts,
            PriceBook prices) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.calendar = calendar;
        this.allocations = allocations;
        this.audit = audit;
        costs = new ServiceCosts(claimCosts, prices);
    }

    /** What was looked at under the lock of the service. */
    private record Look(
            Service service, Organization organization, List<Allocation> there, Keeping.Decision decision) {}

    /** Looks at every service that is kept and says how many replicas were started or released. */
    public int keep(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        int steps = 0;
        for (UUID id : transactions.run(job, ServiceStore::kept)) {
            try {
                steps += keep(job, id);
            } catch (RuntimeException e) {
                LOG.error("Service {} could not be kept", id, e);
            }
        }
        return steps;
    }

    private int keep(Caller job, UUID id) {
        Optional<Look> look = transactions.run(job, tx -> release(tx, id));
        if (look.isEmpty()) {
            return 0;
        }
        Keeping.Decision decision = look.get().decision();
        int steps = decision.stop().size();
        String limited = decision.limited();
        for (int i = 0; i < decision.baseline() + decision.overflow(); i++) {
            Outcome<Boolean> started = start(job, id);
            if (started instanceof Outcome.No<Boolean> no) {
                note(job, id, no.refusal().code(), no.refusal().detail());
                return steps;
            }
            steps += started.orThrow() ? 1 : 0;
        }
        note(job, id, limited, limited == null ? null : "The spend ceiling of the month keeps overflow from running.");
        return steps;
    }

    /** Sets how many are desired where utilisation does, and releases those that are too many. */
    private Optional<Look> release(Tx tx, UUID id) {
        return lock(tx, id).map(locked -> {
            Service service = aim(tx, locked);
            Look look = look(tx, service);
            for (UUID claim : look.decision().stop()) {
                allocations.release(tx, new AllocationId(claim));
            }
            return look;
        });
    }

    private Outcome<Boolean> start(Caller job, UUID id) {
        try (Proposals proposals = calendar.proposals(job)) {
            return transactions.attempt(job, tx -> {
                proposals.restart();
                Optional<Service> locked = lock(tx, id);
                if (locked.isEmpty()) {
                    return false;
                }
                Keeping.Decision decision = look(tx, locked.get()).decision();
                boolean overflow = decision.baseline() == 0;
                if (overflow && decision.overflow() == 0) {
                    return false;
                }
                Service service = locked.get();
                Tier tier = overflow ? service.scale().overflow() : Tier.ON_DEMAND;
                var wanted = new Start(
                        service.project(),
                        service.shape(),
                        service.site(),
                        service.name(),
                        service.image(),
                        new Kind(tier, true, 1),
                        ClaimLimits.of(tx, id));
                Allocation started = allocations.start(tx, proposals, wanted);
                ServiceStore.add(tx, service, started.id().value(), overflow);
                return true;
            });
        }
    }

    private Optional<Service> lock(Tx tx, UUID id) {
        return ServiceStore.owner(tx, id)
                .flatMap(owner ->
                        ServiceStore.lock(tx, id, organizations.of(tx, owner).currency()))
                .filter(service -> service.endedAt() == null);
    }

    private Look look(Tx tx, Service service) {
        Organization organization = organizations.of(tx, service.organization());
        UUID id = service.id().value();
        List<Allocation> there = there(tx, id);
        Instant month = ServiceCosts.month(tx, organization);
        Instant lately = tx.now().minus(FAILED_LATELY);
        Map<UUID, Boolean> all = ServiceStore.replicas(tx, id, month.isBefore(lately) ? month : lately);
        Spend spend = costs.of(tx, organization, all.keySet(), there);
        List<Keeping.Replica> kept = there.stream()
                .filter(ServiceKeeper::stays)
                .map(each -> new Keeping.Replica(
                        each.id().value(), Boolean.TRUE.equals(all.get(each.id().value())), each.createdAt()))
                .toList();
        Money each = costs.each(tx, organization, service, service.scale().overflow(), site(service, there));
        Keeping.Decision decision =
                Keeping.decide(service.scale(), Reserved.replicas(tx, calendar, service), kept, spend, each);
        if (failedLately(tx, all) >= MOST_FAILED) {
            decision = new Keeping.Decision(decision.stop(), 0, 0, "replicas_failing");
        }
        return new Look(service, organization, there, decision);
    }

    /** Those that are not over; what has come to its end is noted, so that it is not read for ever. */
    private static List<Allocation> there(Tx tx, UUID service) {
        Set<UUID> live = ServiceStore.replicas(tx, service).keySet();
        List<Allocation> there = AllocationSteps.notOver(tx, live);
        Set<UUID> gone = new HashSet<>(live);
        there.forEach(each -> gone.remove(each.id().value()));
        ServiceStore.over(tx, gone);
        return there;
    }

    private static boolean stays(Allocation it) {
        return it.preemptAt() == null
                && (it.state() instanceof AllocationState.Provisioning
                        || it.state() instanceof AllocationState.Active
                        || it.state() instanceof AllocationState.Moving);
    }

    /** Where one more would be priced: where it must be, or where the others are. */
    private static String site(Service service, List<Allocation> there) {
        return service.site() != null
                ? service.site()
                : there.isEmpty() ? "*" : there.getLast().site();
    }

    private static long failedLately(Tx tx, Map<UUID, Boolean> all) {
        return AllocationSteps.failedSince(tx, all.keySet(), tx.now().minus(FAILED_LATELY));
    }

    private Service aim(Tx tx, Service service) {
        if (service.scale().targetPercent() == null
                || tx.now().isBefore(service.scaledAt().plus(MEASURED))) {
            return service;
        }
        List<BigDecimal> busy = new ArrayList<>();
        var lately = new TimeWindow(tx.now().minus(MEASURED), tx.now());
        for (Allocation each :
                Services.there(tx, ServiceStore.replicas(tx, service.id().value()))) {
            List<Sample> samples = stays(each) ? Runs.utilisation(tx, each.id().value(), lately) : List.of();
            if (!samples.isEmpty()) {
                busy.add(mean(samples.stream().map(Sample::busy).toList()));
            }
        }
        busy.addAll(reserved(tx, service, lately));
        return Keeping.aimed(service.scale(), busy.size(), mean(busy))
                .map(desired -> scale(tx, service, desired))
                .orElse(service);
    }

    /** What runs on a reservation is one run, and as busy in each of its replicas. */
    private List<BigDecimal> reserved(Tx tx, Service service, TimeWindow lately) {
        ReservationId id = service.scale().baselineOn();
        List<Sample> samples = id == null ? List.of() : Runs.utilisation(tx, id.value(), lately);
        return samples.isEmpty()
                ? List.of()
                : Collections.nCopies(
                        Reserved.replicas(tx, calendar, service),
                        mean(samples.stream().map(Sample::busy).toList()));
    }

    private static BigDecimal mean(List<BigDecimal> of) {
        return of.isEmpty()
                ? BigDecimal.ZERO
                : of.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(of.size()), 6, RoundingMode.HALF_UP);
    }

    private Service scale(Tx tx, Service before, int desired) {
        Service after = before.with(before.scale().desiring(desired), before.limited(), tx.now());
        ServiceStore.update(tx, before, after);
        tell(tx, after.id(), after.organization(), "scaled", desired + " replicas are wanted, as busy as they are.");
        audit.record(
                tx,
                after.organization(),
                "service.scaled",
                after.id().text(),
                Noted.of(before.scale()),
                Noted.of(after.scale()));
        return after;
    }

    /** Notes why fewer run than are desired, when that changes. */
    private void note(Caller job, UUID id, @Nullable String limited, @Nullable String why) {
        transactions.run(job, tx -> {
            Optional<Service> service = lock(tx, id);
            if (service.isPresent() && !Objects.equals(service.get().limited(), limited)) {
                Service before = service.get();
                ServiceStore.update(tx, before, before.with(before.scale(), limited, before.scaledAt()));
                tell(tx, before.id(), before.organization(), limited == null ? "unlimited" : "limited", why);
                audit.record(
                        tx,
                        before.organization(),
                        limited == null ? "service.unlimited" : "service.limited",
                        before.id().text(),
                        before.limited(),
                        limited);
            }
            return true;
        });
    }

    private static void tell(Tx tx, ServiceId id, OrganizationId organization, String state, @Nullable String detail) {
        record Told(String service, String state) {}
        Timeline.add(tx, List.of(new Timeline.Entry(id.value(), organization, tx.now(), state, detail)));
        tx.outbox("service." + state, organization, id.value(), new Told(id.text(), state));
    }
}
