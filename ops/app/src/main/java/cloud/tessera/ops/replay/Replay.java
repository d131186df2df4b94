package cloud.tessera.ops.replay;

import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.OpenbTarget;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.ops.lapse.Recurring;
import cloud.tessera.ops.lapse.TimeLapse;
import cloud.tessera.ops.trace.Pod;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Replays a trace: every pod is asked for as an allocation when it is created and released when it is deleted, through
 * the use cases that any program calls. A pod that is refused is not asked for again. At one second releases come before
 * creations, each in the order of the file.
 */
@Singleton
final class Replay {
    /** Second 0 of every trace. */
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final Caller JOB = Caller.Job.named("replay");
    private static final String CAPACITY_EXHAUSTED = "capacity_exhausted";

    private final Fleet fleet;
    private final PriceBook prices;
    private final Customers customers;
    private final Allocations allocations;
    private final MovableClock clock;
    private final TimeLapse time;

    /** A creation or a release; the number is the place of its pod in the file. */
    private record Event(long second, boolean creation, int number) {}

    Replay(
            Fleet fleet,
            PriceBook prices,
            Customers customers,
            Allocations allocations,
            Invoices invoices,
            LifeCycle lifeCycle,
            MovableClock clock) {
        this.fleet = fleet;
        this.prices = prices;
        this.customers = customers;
        this.allocations = allocations;
        this.clock = clock;
        this.time = new TimeLapse(
                clock,
                lifeCycle,
                List.of(
                        new Recurring("meter", Duration.ofDays(1), () -> lifeCycle.meter(JOB)),
                        new Recurring("invoices", Duration.ofDays(1), () -> invoices.issueDue(JOB))));
    }

    /** Takes in the machines and what their cards cost; the prices are what comes back. */
    List<NewPrice> open(String file, byte[] nodes, boolean privateCards) {
        fleet.importOpenb(JOB, file, nodes, OpenbTarget.usual(privateCards)).orThrow();
        List<NewPrice> list = Prices.of(models(), EPOCH);
        prices.load(JOB, list).orThrow();
        return list;
    }

    /** Lives through all of it, to the first of the month after the last pod has gone, when the last invoices are issued. */
    Outcomes run(List<Pod> pods, int organizations) {
        List<Customer> all = customers.make(organizations);
        List<String> models = models();
        var running = new Allocation[pods.size()];
        var accepted = new ArrayList<Outcomes.Accepted>();
        var refused = new TreeMap<String, Integer>();
        pods.stream().filter(Pod::empty).forEach(_ -> refused.merge(Outcomes.EMPTY_INTERVAL, 1, Integer::sum));
        for (Event event : events(pods)) {
            time.to(EPOCH.plusSeconds(event.second()));
            Pod pod = pods.get(event.number());
            Customer customer = all.get(pod.organization(organizations));
            Allocation allocation = running[event.number()];
            if (event.creation()) {
                switch (create(customer, pod, models)) {
                    case Outcome.Done<Allocation> done -> running[event.number()] = done.value();
                    case Outcome.No<Allocation> no -> refused.merge(no.refusal().code(), 1, Integer::sum);
                }
            } else if (allocation != null) {
                accepted.add(release(customer, allocation));
            }
        }
        time.to(startOfNextMonth());
        return new Outcomes(accepted, refused);
    }

    private static List<Event> events(List<Pod> pods) {
        return IntStream.range(0, pods.size())
                .filter(number -> !pods.get(number).empty())
                .boxed()
                .flatMap(number -> Stream.of(
                        new Event(pods.get(number).created(), true, number),
                        new Event(pods.get(number).deleted(), false, number)))
                .sorted(Comparator.comparingLong(Event::second)
                        .thenComparing(Event::creation)
                        .thenComparingInt(Event::number))
                .toList();
    }

    /** The models that the machines have, the most frequent first: in that order a pod that may choose asks for them. */
    private List<String> models() {
        Map<String, Integer> cards = fleet.stock(JOB).stream()
                .collect(Collectors.groupingBy(Stock::model, TreeMap::new, Collectors.summingInt(Stock::devices)));
        return cards.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Outcome<Allocation> create(Customer customer, Pod pod, List<String> models) {
        Outcome<Allocation> last = Outcome.no(
                Refusal.invalid("unknown_model", "No machine has any of the models " + pod.models() + ".", "model"));
        for (String model : models) {
            if (pod.allows(model)) {
                var start = new Start(customer.project(), pod.shape(model), null, pod.name(), ReadyAtOnce.IMAGE);
                last = allocations.create(customer.program(), start);
                if (!(last instanceof Outcome.No<Allocation> no)
                        || !no.refusal().code().equals(CAPACITY_EXHAUSTED)) {
                    return last;
                }
            }
        }
        return last;
    }

    private Outcomes.Accepted release(Customer customer, Allocation allocation) {
        allocations.release(customer.program(), allocation.id()).orThrow();
        return new Outcomes.Accepted(
                allocation.id(),
                customer.organization().slug(),
                allocation.shape().sku(),
                allocation.shape().quantity(),
                allocation.createdAt(),
                clock.instant());
    }

    private Instant startOfNextMonth() {
        return clock.instant()
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .plusMonths(1)
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
