package cloud.tessera.ops.bench;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.replay.ReadyAtOnce;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Listening;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Organizations that book parts of the same cards: 1g, 2g and 3g of A100, for one to four hours within the next week. A
 * booking is a hold that is asked for directly, with an idempotency key, through the product's facade.
 */
final class Bookings implements AutoCloseable {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final String MODEL = "nvidia-a100-80gb";
    private static final int DAYS = 7;
    private static final int CONNECTIONS = 16;
    private static final Caller JOB = Caller.Job.named("benchmark");

    private static final String FLEET = """
            format: 1
            sites:
              - {code: lab, name: Laboratory, kind: core, jurisdiction: FR, latencies: {lab: 1}}
            pools:
              - {code: lab, site: lab, name: Laboratory, isolation: vm, inference_floor: 0}
            hosts:
              - {name: "a100-{nnnn}", count: %d, pool: lab, cpu: 256, memory_gib: 2048, devices: [{model: %s, count: 8}]}
            """;

    private final List<HikariDataSource> connections = new ArrayList<>();
    private final List<ApplicationContext> replicas = new ArrayList<>();
    private final List<Listening> following = new ArrayList<>();
    private final List<Customer> customers = new ArrayList<>();
    private final Instant from;
    private final AtomicLong keys = new AtomicLong();
    private final AtomicLong rounds = new AtomicLong();

    private record Customer(ProjectId project, Caller program) {}

    /** What came of a run. */
    record Result(long made, long refused, long nanoseconds, long p99Nanoseconds) {}

    /** What one client has seen: how long each booking took that was made, and how many were refused. */
    private record Seen(long[] nanoseconds, long refused) {}

    Bookings(Installation installation, int replicas, int cards, int customers) {
        from = installation.clock().instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        for (int i = 0; i < replicas; i++) {
            HikariDataSource own = installation.anotherProcess(CONNECTIONS);
            connections.add(own);
            this.replicas.add(Beans.withoutDoors(
                    own, installation.clock(), installation.ids(), new ReadyAtOnce(installation.clock())));
        }
        ApplicationContext first = this.replicas.getFirst();
        first.getBean(Fleet.class)
                .importYaml(
                        JOB,
                        "fleet.yaml",
                        FLEET.formatted((cards + 7) / 8, MODEL).getBytes(StandardCharsets.UTF_8))
                .orThrow();
        first.getBean(PriceBook.class)
                .load(JOB, List.of(price("1g.10gb", "0.25"), price("2g.20gb", "0.50"), price("3g.40gb", "1.00")))
                .orThrow();
        for (int i = 0; i < customers; i++) {
            this.customers.add(customer(first, installation, i));
        }
        for (ApplicationContext each : this.replicas) {
            Calendar calendar = each.getBean(Calendar.class);
            calendar.search(JOB);
            following.add(calendar.follow(JOB));
        }
    }

    private NewPrice price(String profile, String rate) {
        Instant hour = from.minus(1, ChronoUnit.HOURS);
        return new NewPrice(
                MODEL + "/" + profile, Workload.TRAINING, "*", EUR, hour, null, new BigDecimal(rate), "example");
    }

    private static Customer customer(ApplicationContext beans, Installation installation, int number) {
        var organizations = beans.getBean(Organizations.class);
        String slug = "organization-" + number;
        Organization made = organizations
                .create(JOB, new NewOrganization(slug, slug, EUR, ZoneOffset.UTC, "FR", Terms.INVOICED))
                .orThrow();
        organizations.setTerms(JOB, made.id(), Terms.INVOICED, true).orThrow();
        beans.getBean(Exposure.class).setLimit(JOB, made.id(), Money.most(EUR)).orThrow();
        ProjectId project =
                beans.getBean(Projects.class).list(JOB, made.id()).getFirst().id();
        beans.getBean(Limits.class)
                .set(JOB, project, ResourceClass.everyOther(Workload.TRAINING), CardEquivalents.cards(1_000_000))
                .orThrow();
        var key = new ApiKeyId(installation.ids().next());
        var program = new Caller.Key(key, made.id(), Optional.empty(), Role.DEVELOPER, Caller.Request.of("benchmark"));
        return new Customer(project, program);
    }

    /** Lets so many clients book at once, each as soon as its last booking was answered, spread over the replicas. */
    Result run(int clients, Duration time) {
        long seed = rounds.incrementAndGet() * 1000;
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Seen> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients + replicas.size())) {
            replicas.forEach(each -> threads.submit(() -> keepUp(each.getBean(Calendar.class), end)));
            List<Future<Seen>> futures = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                var reservations = replicas.get(i % replicas.size()).getBean(Reservations.class);
                var random = new SplittableRandom(seed + i);
                futures.add(threads.submit(() -> book(reservations, random, end)));
            }
            for (Future<Seen> future : futures) {
                seen.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("A booking failed", e.getCause());
        }
        long took = System.nanoTime() - begun;
        long[] all = seen.stream()
                .flatMapToLong(each -> Arrays.stream(each.nanoseconds()))
                .sorted()
                .toArray();
        long p99 = all.length == 0 ? 0 : all[(int) Math.min(all.length - 1L, all.length * 99L / 100)];
        return new Result(all.length, seen.stream().mapToLong(Seen::refused).sum(), took, p99);
    }

    /** What the worker does each second in every process. */
    private static void keepUp(Calendar calendar, long end) {
        while (System.nanoTime() < end) {
            calendar.catchUp(JOB);
            try {
                Thread.sleep(Math.clamp((end - System.nanoTime()) / 1_000_000, 1, 1000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Seen book(Reservations reservations, SplittableRandom random, long end) {
        LongStream.Builder made = LongStream.builder();
        long refused = 0;
        while (System.nanoTime() < end) {
            Customer customer = customers.get(random.nextInt(customers.size()));
            HoldDirectly wanted = wish(customer, random);
            var request = new Caller.Request("benchmark", "key-" + keys.incrementAndGet());
            long asked = System.nanoTime();
            Outcome<Reservation> outcome = reservations.hold(customer.program().with(request), wanted);
            if (outcome instanceof Outcome.Done<Reservation>) {
                made.add(System.nanoTime() - asked);
            } else {
                refused++;
            }
        }
        return new Seen(made.build().toArray(), refused);
    }

    private HoldDirectly wish(Customer customer, SplittableRandom random) {
        int size = random.nextInt(20);
        String profile = size < 12 ? "1g.10gb" : size < 17 ? "2g.20gb" : "3g.40gb";
        Instant start = from.plus(random.nextInt(DAYS * 24), ChronoUnit.HOURS);
        var window = new TimeWindow(start, start.plus(1 + random.nextInt(4), ChronoUnit.HOURS));
        return new HoldDirectly(
                new AskOffer(customer.project(), Shape.partitions(MODEL, profile, 1), "lab", window),
                "work",
                ReadyAtOnce.IMAGE);
    }

    @Override
    public void close() {
        following.forEach(Listening::close);
        replicas.forEach(ApplicationContext::close);
        connections.forEach(HikariDataSource::close);
    }
}
