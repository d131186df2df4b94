package cloud.tessera.inventory.service;

import cloud.tessera.billing.invoicing.ClaimCosts;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Launch;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Services. A service books nothing itself: {@link ServiceKeeper} starts and releases its replicas. What belongs to another
 * organization is refused as {@code not_found}.
 */
@Singleton
public final class Services {
    private final Transactions transactions;
    private final Organizations organizations;
    private final Projects projects;
    private final Calendar calendar;
    private final Allocations allocations;
    private final Audit audit;
    private final EngineChoice engines;
    private final ServiceCosts costs;

    public Services(
            Transactions transactions,
            Organizations organizations,
            Projects projects,
            Calendar calendar,
            Allocations allocations,
            Audit audit,
            EngineChoice engines,
            ClaimCosts claimCosts,
            PriceBook prices) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.projects = projects;
        this.calendar = calendar;
        this.allocations = allocations;
        this.audit = audit;
        this.engines = engines;
        costs = new ServiceCosts(claimCosts, prices);
    }

    /** A replica: an allocation, and whether it is overflow. */
    public record Replica(Allocation allocation, boolean overflow) {}

    /**
     * Sets a service up; its replicas are started within a minute. Refused as {@code invalid_scale}, {@code wrong_currency},
     * {@code amount_too_large}, {@code unknown_model}, {@code unknown_profile}, {@code invalid_quantity}, {@code
     * invalid_reservation}, {@code unknown_site}, {@code unknown_region}, {@code no_site_within_limits}, {@code site_unreachable}, {@code unknown_image}
     * or {@code invalid_name}.
     */
    public Outcome<Service> create(Caller caller, NewService wanted) {
        caller.require(Permission.BOOK_CAPACITY);
        calendar.search(caller);
        return transactions.once(
                caller,
                "services.create",
                wanted,
                tx -> create(tx, wanted),
                service -> service.id().text(),
                (tx, id) -> find(tx, ServiceId.of(id)));
    }

    private Service create(Tx tx, NewService wanted) {
        Launch.check(engines, wanted.name(), wanted.image());
        calendar.search(tx).check(wanted.shape());
        calendar.requireSite(tx, wanted.site());
        OpenSites.load(tx).require(calendar.search(tx).sites(wanted.shape().model()), wanted.site(), wanted.limits());
        Project project = projects.of(tx, wanted.project());
        Organization organization = organizations.requireActive(tx, project.organization());
        wanted.scale().check(organization.currency());
        var service = new Service(
                new ServiceId(tx.newId()),
                project.organization(),
                project.id(),
                wanted.name(),
                wanted.shape(),
                wanted.site(),
                wanted.image(),
                wanted.scale(),
                null,
                tx.now(),
                null,
                tx.caller().actor(),
                tx.now(),
                1);
        ServiceStore.insert(tx, service);
        ClaimLimits.bind(tx, service.id().value(), service.organization(), wanted.limits());
        Reserved.check(tx, service);
        note(tx, service, "created", "service.created", null, wanted.scale());
        return service;
    }

    /**
     * Changes how much of it there is to be; fewer are released and more are started within a minute.
     *
     * @param version the one that the caller has seen; another one is refused as {@code stale}
     * @param change of the scale as it is; refused as {@link #create}, and as {@code wrong_state} once it has ended
     */
    public Outcome<Service> rescale(Caller caller, ServiceId id, int version, Function<Scale, Scale> change) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.attempt(caller, tx -> {
            Service before = require(tx, id, version);
            Scale scale = change.apply(before.scale());
            scale.check(organizations.of(tx, before.organization()).currency());
            Service after = before.with(
                    scale,
                    before.limited(),
                    scale.desired() == before.scale().desired() ? before.scaledAt() : tx.now());
            if (!Objects.equals(scale.baselineOn(), before.scale().baselineOn())) {
                Reserved.check(tx, after);
            }
            ServiceStore.update(tx, before, after);
            note(tx, after, "scaled", "service.scaled", before.scale(), scale);
            return after;
        });
    }

    /** Ends it and releases all replicas; charging stops now. Refused as {@code stale} and {@code wrong_state}. */
    public Outcome<Service> end(Caller caller, ServiceId id, int version) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.attempt(caller, tx -> {
            Service before = require(tx, id, version);
            for (Allocation each : there(tx, ServiceStore.replicas(tx, id.value()))) {
                if (each.releaseAskedAt() == null) {
                    allocations.release(tx, each.id());
                }
            }
            Service after = before.ended(tx.now());
            ServiceStore.update(tx, before, after);
            note(tx, after, "ended", "service.ended", before.scale(), null);
            return after;
        });
    }

    private Service require(Tx tx, ServiceId id, int version) {
        Service before = ServiceStore.lock(tx, id.value(), organization(tx, id).currency())
                .orElseThrow(Services::notFound);
        if (before.version() != version) {
            throw new Refusal(
                            Refusal.Kind.STALE,
                            "stale",
                            "The service has changed since you saw it; it is version " + before.version() + " now.",
                            false,
                            List.of(),
                            "version")
                    .asException();
        }
        if (before.endedAt() != null) {
            throw Refusal.conflict("wrong_state", "The service has ended.").asException();
        }
        return before;
    }

    public Service get(Caller caller, ServiceId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> find(tx, id));
    }

    /** Newest first. Operators see those of all organizations. */
    public Page<Service> list(Caller caller, @Nullable ProjectId project, Page.Request page) {
        caller.require(Permission.VIEW_WORK);
        var before = ServiceStore.cursor(page);
        return Page.of(
                transactions.run(
                        caller,
                        tx -> ServiceStore.list(tx, project, before, page.limit() + 1).stream()
                                .map(id -> find(tx, new ServiceId(id)))
                                .toList()),
                page,
                service -> service.id().text());
    }

    /** The replicas that are not over, oldest first. */
    public List<Replica> replicas(Caller caller, ServiceId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> {
            find(tx, id);
            Map<UUID, Boolean> all = ServiceStore.replicas(tx, id.value());
            return there(tx, all).stream()
                    .map(each -> new Replica(each, all.getOrDefault(each.id().value(), false)))
                    .toList();
        });
    }

    /** How many replicas run on the reservation of its baseline now. */
    public int reserved(Caller caller, ServiceId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> Reserved.replicas(tx, calendar, find(tx, id)));
    }

    /** What it has cost this billing month, and costs an hour now. */
    public Spend spend(Caller caller, ServiceId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> {
            Service service = find(tx, id);
            Organization organization = organizations.of(tx, service.organization());
            Map<UUID, Boolean> all = ServiceStore.replicas(tx, id.value(), ServiceCosts.month(tx, organization));
            return costs.of(tx, organization, all.keySet(), there(tx, all));
        });
    }

    /** What happened to it, oldest first. */
    public List<ClaimEvent> timeline(Caller caller, ServiceId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> {
            find(tx, id);
            return Timeline.of(tx, id.value());
        });
    }

    static List<Allocation> there(Tx tx, Map<UUID, Boolean> replicas) {
        return AllocationSteps.notOver(tx, replicas.keySet());
    }

    private Service find(Tx tx, ServiceId id) {
        return ServiceStore.find(tx, id.value(), organization(tx, id).currency())
                .orElseThrow(Services::notFound);
    }

    private Organization organization(Tx tx, ServiceId id) {
        return organizations.of(tx, ServiceStore.owner(tx, id.value()).orElseThrow(Services::notFound));
    }

    private static RuntimeException notFound() {
        return Refusal.notFound("service").asException();
    }

    private void note(
            Tx tx, Service service, String state, String topic, @Nullable Scale before, @Nullable Scale after) {
        record Told(String service, String state) {}
        String id = service.id().text();
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        service.id().value(),
                        service.organization(),
                        tx.now(),
                        state,
                        after == null ? null : after.desired() + " replicas are wanted.")));
        audit.record(tx, service.organization(), topic, id, Noted.of(before), Noted.of(after));
        tx.outbox(topic, service.organization(), service.id().value(), new Told(id, state));
    }
}
