package cloud.tessera.portal;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.demo.DemoFiles;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.service.NewService;
import cloud.tessera.inventory.service.Scale;
import cloud.tessera.inventory.service.Service;
import cloud.tessera.inventory.service.ServiceKeeper;
import cloud.tessera.inventory.service.Services;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.term.TimeWindow;
import io.micronaut.context.BeanContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.UUID;

/**
 * What has happened before a test looks: two customers, one of which has lived through February with blocks and
 * inference and has its invoice, and one that is new. All of it is done by the use cases.
 */
final class Story {
    static final String PASSWORD = "correct horse battery";
    static final String OWNER = "ada@northwind.example";
    static final String DEVELOPER = "dev@northwind.example";
    static final String FINANCE = "fin@northwind.example";
    static final String VIEWER = "vic@northwind.example";
    static final String NEWCOMER = "neo@fresh.example";
    static final String OPERATOR = "opal@tessera.example";
    static final String SUPPORT = "sue@tessera.example";

    static final Instant BEGIN = Instant.parse("2026-02-09T08:00:00Z");
    static final Instant NOW = Instant.parse("2026-03-10T09:20:00Z");
    private static final Caller JOB = Caller.Job.named("story");
    private static final Duration ROUND = Duration.ofHours(6);

    private final BeanContext beans;
    private final MovableClock clock;
    final Organization northwind;
    final Organization fresh;
    final Reservation running;
    final Reservation held;
    final Allocation serving;
    final Service kept;

    /** Tells it; the clock stands at {@link #BEGIN} before and at {@link #NOW} after. */
    Story(BeanContext beans, MovableClock clock) {
        this.beans = beans;
        this.clock = clock;
        machines();
        northwind = organization("Northwind Labs", "northwind", Terms.INVOICED);
        fresh = organization("Fresh Start", "fresh", Terms.PREPAID);
        people();
        serving = february();
        use(Invoices.class).issueDue(JOB);
        running = block("Ablation study", Shape.cards("nvidia-h200-141gb", 4), 72);
        kept = march();
        held = hold("Pretraining, week 12", Shape.cards("nvidia-h100-80gb", 8), 48, someone());
    }

    Instant now() {
        return clock.instant();
    }

    private <T> T use(Class<T> type) {
        return beans.getBean(type);
    }

    private void machines() {
        use(Fleet.class)
                .importYaml(JOB, DemoFiles.fleetName(), DemoFiles.fleet())
                .orThrow();
        use(PriceBook.class)
                .load(JOB, DemoFiles.prices(BEGIN.minus(Duration.ofDays(40))))
                .orThrow();
    }

    private void people() {
        use(People.class)
                .createOperator(JOB, OPERATOR, "Opal Operator", PASSWORD, PlatformRole.OPERATOR)
                .orThrow();
        use(People.class)
                .createOperator(JOB, SUPPORT, "Sue Support", PASSWORD, PlatformRole.SUPPORT)
                .orThrow();
        member(northwind, OWNER, "Ada Owner", Role.OWNER);
        member(northwind, DEVELOPER, "Dev Eloper", Role.DEVELOPER);
        member(northwind, FINANCE, "Fin Ance", Role.FINANCE);
        member(northwind, VIEWER, "Vic Viewer", Role.VIEWER);
        member(fresh, NEWCOMER, "Neo Newcomer", Role.OWNER);
        Money welcome = Money.of("25.00", "EUR");
        use(Credits.class)
                .grant(JOB, northwind.id(), welcome, CreditGrant.Kind.PROMOTION, "Welcome", null)
                .orThrow();
    }

    private Organization organization(String name, String slug, Terms terms) {
        var wanted =
                new NewOrganization(name, slug, Currency.getInstance("EUR"), ZoneId.of("Europe/Paris"), "FR", terms);
        Organization made = use(Organizations.class).create(JOB, wanted).orThrow();
        use(Exposure.class)
                .setLimit(JOB, made.id(), Money.of("50000.00", "EUR"))
                .orThrow();
        return use(Organizations.class).setTerms(JOB, made.id(), terms, true).orThrow();
    }

    /** One more customer, for a test that would change what others see. */
    Organization another(String name, String slug, String owner) {
        Organization made = organization(name, slug, Terms.INVOICED);
        member(made, owner, name + " Owner", Role.OWNER);
        return made;
    }

    /** The same, which pays ahead and has paid nothing in yet. */
    Organization prepaid(String name, String slug, String owner) {
        Organization made = organization(name, slug, Terms.PREPAID);
        member(made, owner, name + " Owner", Role.OWNER);
        return made;
    }

    void grant(Organization to, String euros) {
        use(Credits.class)
                .grant(JOB, to.id(), Money.of(euros, "EUR"), CreditGrant.Kind.PREPAYMENT, "Paid in", null)
                .orThrow();
    }

    private void member(Organization organization, String email, String name, Role role) {
        use(Members.class)
                .add(JOB, organization.id(), email, name, role, PASSWORD)
                .orThrow();
    }

    /** A member of the first customer, for what a person would do. */
    Caller someone() {
        return someoneOf(northwind);
    }

    private static Caller someoneOf(Organization organization) {
        return new Caller.Member(
                new PersonId(new UUID(7, 7)),
                organization.id(),
                Role.OWNER,
                new SessionId(new UUID(7, 8)),
                Caller.Request.of("story"));
    }

    Project project() {
        return use(Projects.class).list(someone()).getFirst();
    }

    private Allocation february() {
        block("Fine-tune 7B", Shape.cards("nvidia-h100-80gb", 2), 24);
        Allocation first = allocation("Reranker", Shape.partitions("nvidia-a100-80gb", "2g.20gb", 1), "paris-1");
        liveFor(Duration.ofDays(6));
        use(Allocations.class).release(someone(), first.id()).orThrow();
        Allocation second = allocation("Chat 13B", Shape.partitions("nvidia-h100-80gb", "3g.40gb", 2), "paris-1");
        liveUntil(Instant.parse("2026-03-09T08:00:00Z"));
        return second;
    }

    private Service march() {
        liveUntil(Instant.parse("2026-03-10T08:00:00Z"));
        block("Nightly eval", Shape.partitions("nvidia-a30-24gb", "1g.6gb", 2), 12);
        var scale = new Scale(1, Tier.PREEMPTIBLE, 1, 4, 2, null, Money.of("150.00", "EUR"));
        Service service = use(Services.class)
                .create(
                        someone(),
                        new NewService(
                                project().id(),
                                Shape.partitions("nvidia-a30-24gb", "1g.6gb", 1),
                                null,
                                "Support assistant",
                                "echo",
                                scale))
                .orThrow();
        use(ServiceKeeper.class).keep(JOB);
        liveUntil(NOW.minus(Duration.ofMinutes(5)));
        for (int i = 0; i < 5; i++) {
            clock.moveTo(clock.instant().plus(Duration.ofMinutes(1)));
            use(LifeCycle.class).tick(JOB);
            use(LifeCycle.class).sample(JOB);
        }
        use(LifeCycle.class).meter(JOB);
        return service;
    }

    private Reservation block(String name, Shape shape, int hours) {
        Reservation reservation = hold(name, shape, hours, someone());
        return use(Reservations.class).confirm(someone(), reservation.id()).orThrow();
    }

    /** A block from the hour after the next. */
    Reservation hold(String name, Shape shape, int hours, Caller caller) {
        return hold(project(), name, shape, hours, caller);
    }

    /** A block of another customer, in its first project. */
    Reservation hold(Organization of, String name, Shape shape, int hours) {
        Caller caller = someoneOf(of);
        return hold(use(Projects.class).list(caller).getFirst(), name, shape, hours, caller);
    }

    private Reservation hold(Project project, String name, Shape shape, int hours, Caller caller) {
        Instant start = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
        var ask = new AskOffer(project.id(), shape, null, new TimeWindow(start, start.plus(Duration.ofHours(hours))));
        return use(Reservations.class)
                .hold(caller, new HoldDirectly(ask, name, "notebook"))
                .orThrow();
    }

    private Allocation allocation(String name, Shape shape, String site) {
        return use(Allocations.class)
                .create(someone(), new Start(project().id(), shape, site, name, "echo"))
                .orThrow();
    }

    /** Inference of another customer, in its first project. */
    Allocation allocation(Organization of, String name, Shape shape, String site) {
        Caller caller = someoneOf(of);
        var project = use(Projects.class).list(caller).getFirst();
        return use(Allocations.class)
                .create(caller, new Start(project.id(), shape, site, name, "echo"))
                .orThrow();
    }

    /** Releases an allocation before anything has been done about it. */
    void release(Organization of, Allocation allocation) {
        use(Allocations.class).release(someoneOf(of), allocation.id()).orThrow();
    }

    /** Lets time pass, doing whatever is due on the way. */
    synchronized void liveFor(Duration length) {
        liveUntil(clock.instant().plus(length));
    }

    synchronized void liveUntil(Instant end) {
        LifeCycle life = use(LifeCycle.class);
        Instant metered = clock.instant();
        while (clock.instant().isBefore(end)) {
            life.tick(JOB);
            Instant next = life.nextDue(JOB)
                    .filter(due -> due.isAfter(clock.instant()))
                    .orElse(end);
            Instant round = metered.plus(ROUND);
            Instant to = next.isBefore(round) ? next : round;
            clock.moveTo(to.isBefore(end) ? to : end);
            if (!clock.instant().isBefore(round)) {
                life.meter(JOB);
                metered = clock.instant();
            }
        }
        life.tick(JOB);
        life.meter(JOB);
    }

    /** February's invoice of the first customer. */
    Invoice invoice() {
        return use(Invoices.class)
                .list(someone(), Page.Request.first(10))
                .items()
                .getLast();
    }

    /** The host on which a claim holds tiles now. */
    int hostOf(UUID claim) {
        Fleet fleet = use(Fleet.class);
        var window = new TimeWindow(clock.instant(), clock.instant().plus(Duration.ofHours(1)));
        return fleet.hosts(JOB, FleetFilter.all(), Page.Request.first(Page.MOST)).items().stream()
                .map(host -> host.host().id())
                .filter(host -> fleet.tilesOfHost(JOB, host, window).stream()
                        .flatMap(card -> card.tiles().stream())
                        .anyMatch(tile -> tile.claim().equals(claim)))
                .findFirst()
                .orElseThrow();
    }
}
