package cloud.tessera.inventory.allocation;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Launch;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts allocations: finds a place, or room where others give way, and books it. */
final class Starting {
    private final Organizations organizations;
    private final Projects projects;
    private final Quotes quotes;
    private final Audit audit;
    private final Offers offers;
    private final Calendar calendar;
    private final Admission admission;
    private final GivingWay givingWay;
    private final EngineChoice engines;

    Starting(
            Organizations organizations,
            Projects projects,
            Quotes quotes,
            Audit audit,
            Offers offers,
            Calendar calendar,
            Admission admission,
            GivingWay givingWay,
            EngineChoice engines) {
        this.organizations = organizations;
        this.projects = projects;
        this.quotes = quotes;
        this.audit = audit;
        this.offers = offers;
        this.calendar = calendar;
        this.admission = admission;
        this.givingWay = givingWay;
        this.engines = engines;
    }

    /** In the caller's transaction; refused as {@link Allocations#create}. */
    Allocation start(Tx tx, Proposals proposals, Start start) {
        Launch.check(engines, start.name(), start.image());
        Search search = calendar.search(tx);
        search.check(start.shape());
        start.kind().check(start.shape());
        calendar.requireSite(tx, start.site());
        Project project = projects.of(tx, start.project());
        Organization organization = organizations.requireActive(tx, project.organization());
        Question anywhere = search.question(
                        start.shape(), Workload.INFERENCE, "", tx.now(), null, organization.holder())
                .replicated(start.kind().replicas());
        String site = site(tx, start, anywhere).orElseThrow(() -> exhausted(tx, start, anywhere, start.site()));
        Allocation wanted = wanted(tx, start, project, site);
        GivingWay.Made made = admit(tx, proposals, wanted, anywhere.in(site))
                .orElseThrow(() -> exhausted(tx, start, anywhere.in(site), site));
        Allocation allocation = made.from().isAfter(tx.now()) ? wanted.beginning(made.from()) : wanted;
        AllocationStore.insert(tx, allocation);
        ClaimLimits.bind(tx, allocation.id().value(), allocation.organization(), start.limits());
        openRun(tx, allocation, made.placement());
        Noted.note(
                audit,
                tx,
                allocation,
                null,
                allocation.state(),
                allocation.beginsAt() == null
                        ? null
                        : "Others make way for it: it begins at " + allocation.beginsAt() + ".");
        return allocation;
    }

    private Allocation wanted(Tx tx, Start start, Project project, String site) {
        return new Allocation(
                new AllocationId(tx.newId()),
                project.organization(),
                project.id(),
                start.name(),
                start.shape(),
                site,
                start.image(),
                start.kind(),
                quotes.priced(tx, project.id(), start.kind().skus(start.shape()), Workload.INFERENCE, site),
                new AllocationState.Provisioning(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                tx.caller().actor(),
                tx.now(),
                1);
    }

    /** Books it now, or after the notice or the move of those who make way for it. */
    private Optional<GivingWay.Made> admit(Tx tx, Proposals proposals, Allocation wanted, Question question) {
        Kind kind = wanted.kind();
        Money committed = quotes.estimate(
                tx,
                wanted.project(),
                wanted.sku(),
                Workload.INFERENCE,
                wanted.site(),
                kind.units(wanted.shape()),
                committed(tx),
                Duration.ZERO);
        var booking = new Admission.Booking(
                wanted.id().value(),
                wanted.organization(),
                wanted.project(),
                kind.all(wanted.shape()),
                Workload.INFERENCE,
                committed,
                tx.now(),
                null);
        Optional<Placement> free = admission.admit(tx, proposals, booking, question, _ -> {});
        if (free.isPresent() || kind.preemptible()) {
            return free.map(placement -> new GivingWay.Made(placement, tx.now()));
        }
        return givingWay.makeRoom(tx, proposals, wanted.id().value(), question);
    }

    /** The refusal of what finds no place; on demand it may find one where preemptible work gives way. */
    private RuntimeException exhausted(Tx tx, Start start, Question question, @Nullable String site) {
        Refusal refusal = offers.exhausted(tx, start.project(), question, site, start.limits())
                .refusal();
        if (!start.kind().preemptible()) {
            return refusal.asException();
        }
        List<Refusal.Alternative> others = new ArrayList<>(refusal.alternatives());
        List<String> sites = offers.open(tx, start.shape(), site, start.limits());
        givingWay
                .find(tx, question, sites)
                .map(made -> new Refusal.Alternative(
                        "on_demand",
                        "On demand it would begin in " + made.placement().site() + " in "
                                + Duration.between(tx.now(), made.from()).toMinutes()
                                + " minutes, when others have made way.",
                        Map.of("site", made.placement().site(), "tier", Tier.ON_DEMAND.text())))
                .ifPresent(others::addFirst);
        return refusal.withAlternatives(others).asException();
    }

    /**
     * The site that was asked for, or the cheapest one, where the shape is free as far as is known before any lock; on
     * demand also where others would make way.
     */
    private Optional<String> site(Tx tx, Start start, Question question) {
        List<String> open = offers.open(tx, start.shape(), start.site(), start.limits());
        List<String> sites = offers.sitesByPrice(
                tx, start.project(), start.shape(), Workload.INFERENCE, open, committed(tx), Duration.ZERO);
        Optional<Placement> found = offers.find(tx, question, sites);
        if (found.isEmpty() && !start.kind().preemptible()) {
            found = givingWay.find(tx, question, sites).map(GivingWay.Made::placement);
        }
        return found.map(Placement::site);
    }

    private static TimeWindow committed(Tx tx) {
        return new TimeWindow(tx.now(), tx.now().plus(Allocations.COMMITTED));
    }

    private void openRun(Tx tx, Allocation allocation, Placement placement) {
        Task task = new Task(
                allocation.id().value(),
                1,
                Workload.INFERENCE,
                allocation.name(),
                allocation.image(),
                allocation.site(),
                allocation.shape(),
                calendar.search(tx).named(placement.pieces()),
                allocation.sku());
        Runs.open(
                tx,
                List.of(new Runs.Opened(
                        task,
                        allocation.organization(),
                        allocation.project(),
                        engines.choose(task).name())));
    }
}
