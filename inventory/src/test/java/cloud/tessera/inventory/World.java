package cloud.tessera.inventory;

import cloud.tessera.billing.budget.Budgets;
import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Consignments;
import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.ClaimCosts;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.metering.Metering;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.FloatingNotice;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.consignment.Resales;
import cloud.tessera.inventory.consignment.ReturnedStock;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.maintenance.Drains;
import cloud.tessera.inventory.maintenance.MaintenanceKeeper;
import cloud.tessera.inventory.maintenance.Maintenances;
import cloud.tessera.inventory.matching.Matches;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Availability;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.offer.SkusOfCards;
import cloud.tessera.inventory.rebinding.MakingRoom;
import cloud.tessera.inventory.reservation.Amendments;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.inventory.service.ServiceKeeper;
import cloud.tessera.inventory.service.Services;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.inventory.waitlist.WaitlistTurns;
import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Claims;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The whole platform up to inventory, put together by hand on a database of its own, at a clock that stands until it is
 * moved. Rates: an A100 card costs 2.00 EUR an hour for training and 3.00 for inference, its slices an eighth of that for
 * each slot; a thousandth of an L40S costs 0.001; an H100 card 4.00 and 6.00. What is preemptible costs half.
 */
public final class World implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    public static final Currency EUR = Currency.getInstance("EUR");
    public static final String A100 = "nvidia-a100-80gb";
    public static final String H100 = "nvidia-h100-80gb";
    public static final String L40S = "nvidia-l40s-48gb";
    public static final String SLICE = "1g.10gb";

    /** Two sites with one host of two A100 each, one H100 host each, and a host of two private L40S in the first. */
    public static final String SMALL_FLEET = """
            format: 1
            sites:
              - {code: paris, name: Paris, kind: core, jurisdiction: FR, latencies: {paris: 1}}
              - {code: milan, name: Milan, kind: edge, jurisdiction: IT, latencies: {milan: 1}}
            pools:
              - {code: paris-pool, site: paris, name: Paris, isolation: vm, inference_floor: 0}
              - {code: milan-pool, site: milan, name: Milan, isolation: vm, inference_floor: 0}
            hosts:
              - {name: "par-a100-{nn}", count: 1, pool: paris-pool, cpu: 64, memory_gib: 512, devices: [{model: nvidia-a100-80gb, count: 2}]}
              - {name: "mil-a100-{nn}", count: 1, pool: milan-pool, cpu: 64, memory_gib: 512, devices: [{model: nvidia-a100-80gb, count: 2}]}
              - {name: "par-h100-{nn}", count: 2, pool: paris-pool, cpu: 208, memory_gib: 2000, devices: [{model: nvidia-h100-80gb, count: 2}]}
              - {name: "par-l40s-{nn}", count: 1, pool: paris-pool, cpu: 64, memory_gib: 512, devices: [{model: nvidia-l40s-48gb, count: 2}]}
            """;

    public static final String A30 = "nvidia-a30-24gb";

    /** One more site, of whose four A30 half are kept for inference. */
    public static final String KEPT_FLEET = """
            format: 1
            sites:
              - {code: lille, name: Lille, kind: edge, jurisdiction: FR, latencies: {lille: 1}}
            pools:
              - {code: lille-pool, site: lille, name: Lille, isolation: vm, inference_floor: 0.5}
            hosts:
              - {name: "lil-a30-{nn}", count: 1, pool: lille-pool, cpu: 208, memory_gib: 2000, devices: [{model: nvidia-a30-24gb, count: 4}]}
            """;

    public final TestDatabase database;
    public final MovableClock clock;
    public final HikariDataSource source;
    public final Transactions transactions;
    public final Audit audit;
    public final Limits limits;
    public final Projects projects;
    public final Organizations organizations;
    public final Exposure exposure;
    public final Credits credits;
    public final Blocks blocks;
    public final PriceBook prices;
    public final Metering metering;
    public final Fleet fleet;
    public final Calendar calendar;
    public final Admission admission;
    public final Offers offers;
    public final Availability availability;
    public final Reservations reservations;
    public final Amendments amendments;
    public final Returns returns;
    public final Resales resales;
    public final Waitlist waitlist;
    public final WaitlistTurns waitlistTurns;
    public final Allocations allocations;
    public final Moves moves;
    public final Services services;
    public final ServiceKeeper keeper;
    public final LifeCycle life;
    public final Drains drains;
    public final Maintenances maintenances;
    public final MaintenanceKeeper maintenanceKeeper;
    public final Matches matches;
    public final ScriptedEngine engine;
    public final Caller operator = new Caller.Operator(
            new PersonId(new UUID(0, 1)),
            PlatformRole.OPERATOR,
            new SessionId(new UUID(0, 2)),
            Caller.Request.of("test"));
    /** The operator with an idempotency key. */
    public Caller operatorWith(String idempotencyKey) {
        return operator.with(new Caller.Request("test", idempotencyKey));
    }

    public final Caller job = Caller.Job.named("test");

    /** An organization with its project and a developer who asks for it. */
    public record Customer(Organization organization, Project project, Caller caller) {
        public Caller with(String idempotencyKey) {
            return caller.with(new Caller.Request("test", idempotencyKey));
        }
    }

    /** A world of its own with the small fleet and prices. */
    public World() {
        this(TestDatabase.fresh(), MovableClock.standingAt(START), new ScriptedEngine(), 1);
        importFleet(SMALL_FLEET);
        loadPrices();
    }

    private World(TestDatabase database, MovableClock clock, ScriptedEngine engine, long seed) {
        this.database = database;
        this.clock = clock;
        this.engine = engine;
        engine.clock(clock);
        source = pool(database.application());
        IdSource ids = new IdSource(clock, new SplittableRandom(seed));
        transactions = new Transactions(source, clock, ids);
        audit = new Audit(transactions);
        limits = new Limits(transactions, audit);
        projects = new Projects(transactions, audit, limits);
        organizations = new Organizations(transactions, audit, projects, ids);
        fleet = new Fleet(transactions, audit);
        prices = new PriceBook(transactions, audit, new SkusOfCards(fleet));
        Quotes quotes = new Quotes(transactions, prices, organizations, projects);
        Ledger ledger = new Ledger();
        exposure = new Exposure(transactions, organizations, ledger, prices, new HourlyUse(), audit);
        credits = new Credits(transactions, organizations, exposure, ledger, audit);
        blocks = new Blocks(transactions, organizations, quotes, exposure, credits, ledger);
        BlockChanges changes = new BlockChanges(organizations, blocks, credits, ledger);
        metering = new Metering(transactions, organizations);
        calendar = new Calendar(transactions);
        admission = new Admission(new Claims(), exposure, new Budgets(), calendar);
        Preemptions preemptions = new Preemptions(calendar, organizations, audit, FloatingNotice.USUAL);
        MakingRoom room = new MakingRoom(calendar, organizations, audit, preemptions);
        offers = new Offers(transactions, organizations, projects, quotes, calendar, room);
        availability = new Availability(transactions, organizations, calendar, clock);
        ReturnedStock stock = new ReturnedStock(calendar);
        reservations = new Reservations(
                transactions,
                organizations,
                quotes,
                blocks,
                changes,
                audit,
                offers,
                calendar,
                admission,
                room,
                stock,
                engine);
        amendments = new Amendments(
                transactions, organizations, quotes, blocks, changes, audit, offers, calendar, admission, stock);
        Consignments consignments = new Consignments(organizations, exposure, credits, ledger);
        returns = new Returns(
                transactions,
                organizations,
                quotes,
                blocks,
                changes,
                consignments,
                audit,
                offers,
                calendar,
                admission,
                stock);
        resales = new Resales(transactions, quotes, consignments);
        waitlist = new Waitlist(transactions, organizations, projects, calendar, engine, audit);
        waitlistTurns = new WaitlistTurns(transactions, organizations, quotes, calendar, room, reservations, audit);
        allocations = new Allocations(
                transactions, organizations, projects, quotes, audit, offers, calendar, admission, room, engine);
        moves = new Moves(transactions, organizations, calendar, audit);
        matches = new Matches(transactions, organizations, prices, fleet, calendar, clock);
        ClaimCosts costs = new ClaimCosts(transactions, organizations, metering, prices);
        services = new Services(
                transactions, organizations, projects, calendar, allocations, audit, engine, costs, prices);
        keeper = new ServiceKeeper(transactions, organizations, calendar, allocations, audit, costs, prices);
        life = new LifeCycle(
                transactions, organizations, calendar, admission, fleet, blocks, credits, metering, engine, clock);
        Rebinds rebinds = new Rebinds(organizations, calendar);
        drains = new Drains(transactions, calendar, fleet, rebinds, moves);
        maintenances = new Maintenances(transactions, calendar, rebinds, moves, preemptions, audit);
        maintenanceKeeper = new MaintenanceKeeper(transactions, calendar, life, moves);
    }

    private int replicas = 1; // each has ids of its own

    /** Another process on the same database, with an index of its own. */
    public World replica() {
        return new World(database, clock, engine, ++replicas);
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        var config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(16);
        return new HikariDataSource(config);
    }

    public void importFleet(String yaml) {
        fleet.importYaml(operator, "fleet.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .orThrow();
    }

    private void loadPrices() {
        List<NewPrice> list = new ArrayList<>();
        price(list, A100 + "/card", "2.00", "3.00");
        price(list, A100 + "/1g.10gb", "0.25", "0.375");
        price(list, A100 + "/2g.20gb", "0.50", "0.75");
        price(list, A100 + "/3g.40gb", "1.00", "1.50");
        price(list, A100 + "/7g.80gb", "2.00", "3.00");
        price(list, H100 + "/card", "4.00", "6.00");
        price(list, H100 + "/1g.10gb", "0.50", "0.75");
        price(list, L40S + "/thousandth", "0.001", "0.001");
        price(list, L40S + "/card", "1.00", "1.00");
        price(list, A30 + "/card", "1.00", "1.00");
        prices.load(operator, list).orThrow();
    }

    private static void price(List<NewPrice> list, String sku, String training, String inference) {
        list.add(new NewPrice(sku, Workload.TRAINING, "*", EUR, START, null, new BigDecimal(training), "example"));
        list.add(new NewPrice(sku, Workload.INFERENCE, "*", EUR, START, null, new BigDecimal(inference), "example"));
        BigDecimal half = new BigDecimal(inference).divide(new BigDecimal(2));
        list.add(new NewPrice(sku + Shape.PREEMPTIBLE, Workload.INFERENCE, "*", EUR, START, null, half, "example"));
    }

    /** A verified organization on approved terms with limits that do not bind. */
    public Customer customer(String slug) {
        return customer(slug, Terms.INVOICED, true);
    }

    public Customer customer(String slug, Terms terms, boolean verified) {
        var wanted = new NewOrganization(slug, slug, EUR, ZoneOffset.UTC, "FR", terms);
        Organization made = organizations.create(operator, wanted).orThrow();
        organizations.setTerms(operator, made.id(), terms, verified).orThrow();
        exposure.setLimit(operator, made.id(), Money.of("1000000.00", "EUR")).orThrow();
        Caller owner = new Caller.Member(
                new PersonId(new UUID(1, slug.hashCode())),
                made.id(),
                Role.OWNER,
                new SessionId(new UUID(0, 3)),
                Caller.Request.of("test"));
        Project project = projects.list(owner).getFirst();
        for (Workload workload : Workload.values()) {
            limits.set(operator, project.id(), ResourceClass.everyOther(workload), CardEquivalents.cards(1000))
                    .orThrow();
        }
        return new Customer(organizations.get(owner, made.id()), project, owner);
    }

    public void pay(Customer customer, String amount) {
        credits.grant(
                        operator,
                        customer.organization().id(),
                        Money.of(amount, "EUR"),
                        CreditGrant.Kind.PREPAYMENT,
                        "paid in",
                        null)
                .orThrow();
    }

    /** A window that begins some hours after the start of the world. */
    public static TimeWindow hours(int from, int length) {
        Instant start = START.plus(Duration.ofHours(from));
        return new TimeWindow(start, start.plus(Duration.ofHours(length)));
    }

    public Outcome<Reservation> hold(Customer customer, Shape shape, String site, TimeWindow window) {
        var ask = new AskOffer(customer.project().id(), shape, site, window);
        return reservations.hold(customer.caller(), new HoldDirectly(ask, "work", ScriptedEngine.IMAGE));
    }

    /** Held and confirmed. */
    public Reservation book(Customer customer, Shape shape, String site, TimeWindow window) {
        Reservation held = hold(customer, shape, site, window).orThrow();
        return reservations.confirm(customer.caller(), held.id()).orThrow();
    }

    public Outcome<Allocation> start(Customer customer, Shape shape, String site) {
        return allocations.create(
                customer.caller(), new Start(customer.project().id(), shape, site, "service", ScriptedEngine.IMAGE));
    }

    public Outcome<Allocation> start(Customer customer, Shape shape, String site, Kind kind) {
        return allocations.create(
                customer.caller(),
                new Start(customer.project().id(), shape, site, "service", ScriptedEngine.IMAGE, kind));
    }

    /** Lives on to an instant, doing what is due when it is. */
    public void liveTo(Instant until) {
        while (true) {
            Instant next = life.nextDue(job).orElse(until);
            if (!next.isBefore(until)) {
                break;
            }
            clock.moveTo(next);
            life.tick(job);
        }
        clock.moveTo(until);
        life.tick(job);
    }

    public void liveFor(Duration time) {
        liveTo(clock.instant().plus(time));
    }

    /** What blocks have earned by now becomes revenue. */
    public void recognise() {
        blocks.recognise(job);
    }

    public static Refusal refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> throw new AssertionError("Not refused: " + done.value());
            case Outcome.No<?> no -> no.refusal();
        };
    }

    /** A count that no row-level security hides anything from. */
    public long count(String sql, Object... bindings) {
        return transactions.run(job, tx -> tx.sql().fetchSingle(sql, bindings).get(0, Long.class));
    }

    /** The numbers of the hosts that a claim holds something of now or later. */
    public List<Integer> hostsOf(UUID claim) {
        return transactions.run(
                job,
                tx -> tx.sql()
                        .fetch(
                                "select distinct d.host from inventory.occupancy o join inventory.device d on d.id = o.device_id"
                                        + " where o.claim_id = ? and (upper_inf(o.during) or upper(o.during) > ?::timestamptz)"
                                        + " order by d.host",
                                claim,
                                tx.timestamp())
                        .getValues(0, Integer.class));
    }

    /** How many pairs of tiles overlap; the constraint has it at none. */
    public long overlaps() {
        return count("""
                select count(*) from inventory.occupancy a join inventory.occupancy b
                  on a.device_id = b.device_id and a.slots && b.slots and a.during && b.during
                 and (a.claim_id, a.slots, a.during) < (b.claim_id, b.slots, b.during)""");
    }

    @Override
    public void close() {
        source.close();
    }
}
