package cloud.tessera.inventory.allocation;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Launch;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Sample;
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
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Inference allocations. What belongs to another organization is refused as {@code not_found}. Calls that book take the
 * caller's idempotency key.
 */
@Singleton
public final class Allocations {
    /** So much of what it will cost counts against the payer's exposure while it runs, beside what was metered. */
    public static final Duration COMMITTED = Duration.ofHours(24);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Projects projects;
    private final Quotes quotes;
    private final Audit audit;
    private final Offers offers;
    private final Calendar calendar;
    private final Admission admission;
    private final GivingWay givingWay;
    private final EngineChoice engines;

    public Allocations(
            Transactions transactions,
            Organizations organizations,
            Projects projects,
            Quotes quotes,
            Audit audit,
            Offers offers,
            Calendar calendar,
            Admission admission,
            GivingWay givingWay,
            EngineChoice engines) {
        this.transactions = transactions;
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

    /**
     * Starts one at once, or, on demand and where nothing is free, as soon as preemptible work has given way
     * ({@link Allocation#beginsAt}). Refused as {@code capacity_exhausted} (with alternatives), {@code invalid_replicas}, {@code quota_exceeded}, {@code
     * exposure_reached}, {@code no_price}, {@code invalid_quantity}, {@code unknown_model}, {@code unknown_profile},
     * {@code unknown_site}, {@code unknown_image} or {@code invalid_name}.
     */
    public Outcome<Allocation> create(Caller caller, Start start) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "allocations.create",
                    start,
                    tx -> {
                        proposals.restart();
                        return create(tx, proposals, start);
                    },
                    allocation -> allocation.id().text(),
                    (tx, id) -> find(tx, AllocationId.of(id)));
        }
    }

    private Allocation create(Tx tx, Proposals proposals, Start start) {
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
        openRun(tx, allocation, made.placement());
        note(
                tx,
                allocation,
                null,
                allocation.state(),
                allocation.beginsAt() == null
                        ? null
                        : "Preemptible work gives way to it: it begins at " + allocation.beginsAt() + ".");
        return allocation;
    }

    private static Allocation wanted(Tx tx, Start start, Project project, String site) {
        return new Allocation(
                new AllocationId(tx.newId()),
                project.organization(),
                project.id(),
                start.name(),
                start.shape(),
                site,
                start.image(),
                start.kind(),
                new AllocationState.Provisioning(),
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

    /** Books it now, or after the notice of those who give way to it. */
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
        Refusal refusal = offers.exhausted(tx, start.project(), question, site).refusal();
        if (!start.kind().preemptible()) {
            return refusal.asException();
        }
        List<Refusal.Alternative> others = new ArrayList<>(refusal.alternatives());
        List<String> sites =
                site == null ? calendar.search(tx).sites(start.shape().model()) : List.of(site);
        givingWay
                .find(tx, question, sites)
                .map(place -> new Refusal.Alternative(
                        "on_demand",
                        "On demand it would begin in " + place.site() + " in " + Preemptions.NOTICE.toMinutes()
                                + " minutes, when preemptible work has given way.",
                        Map.of("site", place.site(), "tier", Tier.ON_DEMAND.text())))
                .ifPresent(others::addFirst);
        return refusal.withAlternatives(others).asException();
    }

    /**
     * The site that was asked for, or the cheapest one, where the shape is free as far as is known before any lock; on
     * demand also where others would give way.
     */
    private Optional<String> site(Tx tx, Start start, Question question) {
        List<String> sites = start.site() != null
                ? List.of(start.site())
                : offers.sitesByPrice(
                        tx, start.project(), start.shape(), Workload.INFERENCE, null, committed(tx), Duration.ZERO);
        Optional<Placement> found = offers.find(tx, question, sites);
        if (found.isEmpty() && !start.kind().preemptible()) {
            found = givingWay.find(tx, question, sites);
        }
        return found.map(Placement::site);
    }

    private static TimeWindow committed(Tx tx) {
        return new TimeWindow(tx.now(), tx.now().plus(COMMITTED));
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

    /**
     * Ends it: charging stops now, the tiles are free when the work has stopped. Refused as {@code wrong_state} where it
     * has ended.
     */
    public Outcome<Allocation> release(Caller caller, AllocationId id) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.once(
                caller,
                "allocations.release",
                id,
                tx -> {
                    Allocation before = AllocationStore.lock(tx, id.value())
                            .orElseThrow(() -> Refusal.notFound("allocation").asException());
                    AllocationState.Releasing after = switch (before.state()) {
                        case AllocationState.Provisioning provisioning -> provisioning.release(tx.now());
                        case AllocationState.Active active -> active.release(tx.now());
                        case AllocationState.Moving moving -> moving.release(tx.now());
                        case AllocationState.Preempting preempting -> preempting.release(tx.now());
                        case AllocationState.Releasing _, AllocationState.Over _ ->
                            throw Refusal.conflict("wrong_state", "The allocation has been released already.")
                                    .asException();
                    };
                    AllocationSteps.advance(
                            tx, List.of(new AllocationSteps.Step(before, after, tx.now()).movingTo(before.place())));
                    Runs.end(tx, List.of(new Runs.Ended(id.value(), tx.now())));
                    note(tx, before, before.state(), after, null);
                    return before.releasing(after);
                },
                allocation -> allocation.id().text(),
                (tx, ref) -> find(tx, AllocationId.of(ref)));
    }

    private void note(
            Tx tx,
            Allocation allocation,
            @Nullable AllocationState before,
            AllocationState after,
            @Nullable String detail) {
        record Noted(String state) {}
        record Told(String allocation, String state) {}
        String id = allocation.id().text();
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        allocation.id().value(), allocation.organization(), tx.now(), after.text(), detail)));
        audit.record(
                tx,
                allocation.organization(),
                "allocation." + after.text(),
                id,
                before == null ? null : new Noted(before.text()),
                new Noted(after.text()));
        tx.outbox(
                "allocation." + after.text(),
                allocation.organization(),
                allocation.id().value(),
                new Told(id, after.text()));
    }

    private static Allocation find(Tx tx, AllocationId id) {
        return AllocationStore.find(tx, id.value())
                .orElseThrow(() -> Refusal.notFound("allocation").asException());
    }

    public Allocation get(Caller caller, AllocationId id) {
        return read(caller, Permission.VIEW_WORK, id, (_, allocation) -> allocation);
    }

    /**
     * Newest first. Operators see those of all organizations.
     *
     * @param project only those of one project; null for all
     * @param stage only those that stand there; null for all
     */
    public Page<Allocation> list(Caller caller, @Nullable ProjectId project, @Nullable Stage stage, Page.Request page) {
        caller.require(Permission.VIEW_WORK);
        var before = AllocationStore.cursor(page);
        return Page.of(
                transactions.run(caller, tx -> AllocationStore.list(tx, project, stage, before, page.limit() + 1)),
                page,
                allocation -> allocation.id().text());
    }

    /** What happened to it, oldest first. */
    public List<ClaimEvent> timeline(Caller caller, AllocationId id) {
        return read(caller, Permission.VIEW_WORK, id, (tx, _) -> Timeline.of(tx, id.value()));
    }

    /** What it holds now, piece of a card by piece; empty while it holds nothing, and when it is over. */
    public List<Granted> placement(Caller caller, AllocationId id) {
        return read(
                caller,
                Permission.VIEW_WORK,
                id,
                (tx, _) -> calendar.granted(tx, List.of(id.value())).getOrDefault(id.value(), List.of()));
    }

    /** How to reach the work; empty while it is not ready. */
    public Optional<Access> access(Caller caller, AllocationId id) {
        return read(caller, Permission.USE_CREDENTIALS, id, (tx, _) -> Runs.access(tx, id.value()));
    }

    /** How busy its devices were, oldest first. */
    public List<Sample> utilisation(Caller caller, AllocationId id, TimeWindow window) {
        return read(caller, Permission.VIEW_WORK, id, (tx, _) -> Runs.utilisation(tx, id.value(), window));
    }

    private <T> T read(Caller caller, Permission permission, AllocationId id, BiFunction<Tx, Allocation, T> what) {
        caller.require(permission);
        return transactions.run(caller, tx -> what.apply(tx, find(tx, id)));
    }
}
