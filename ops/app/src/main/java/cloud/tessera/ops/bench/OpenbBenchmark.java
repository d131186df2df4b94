package cloud.tessera.ops.bench;

import cloud.tessera.inventory.fleet.OpenbNodes;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Plane;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.ops.trace.Inputs;
import cloud.tessera.ops.trace.Pod;
import cloud.tessera.ops.trace.PodList;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refused;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How much of a cluster a policy fills before nothing fits any more: the procedure of "Beware of Fragmentation" (Weng et
 * al., USENIX ATC 2023) on files of the openb format. The pods are sorted by name, shuffled with the seed, and more are drawn
 * from them with replacement until they ask for 1.3 times the cards; they come one by one and none leaves. What does not fit
 * is lost. CPU and memory of hosts count, and pods without a GPU take theirs.
 *
 * <p>Policies that use demand are told how often each kind of pod is in the list, as FGD is in the paper.
 */
final class OpenbBenchmark implements Benchmark {
    private static final double OVERLOAD = 1.3;
    private static final double PARTS = 1000;
    private static final Span ALWAYS = new Span(0, Span.OPEN);
    private static final UUID HOLDER = new UUID(0, 1);

    /**
     * The figures, means over the seeds.
     *
     * @param alloc100 percent of the cards that are allocated once as much as there is has been asked for
     * @param alloc130 the same once 1.3 times as much has been asked for
     */
    record Figures(
            @JsonProperty("alloc_100") BigDecimal alloc100,
            @JsonProperty("alloc_130") BigDecimal alloc130,
            String policy,
            List<Long> seeds,
            @JsonProperty("shuffled_nodes") @Nullable Long shuffledNodes) {}

    private record Allocated(double at100, double at130) {}

    @Override
    public Object measure(Options options, Consumer<String> log) {
        Path nodes = options.file("nodes");
        List<Plane.Machine> machines = machines(nodes);
        List<Pod> pods = PodList.readUntimed(options.file("pods"));
        List<Long> seeds = options.seeds("seeds", "42,43,44,45,46,47,48,49,50,51");
        PlacementPolicy policy = options.policy();
        @Nullable Long shuffled = options.maybeSeed("shuffle-nodes");
        options.requireNoOther();
        if (pods.stream().noneMatch(pod -> pod.cards() > 0)) {
            throw Inputs.refused("The pod list asks for no GPU at all.");
        }
        if (shuffled != null) {
            Collections.shuffle(machines, new Random(shuffled));
        }
        Demand demand = demand(pods);
        List<Allocated> found = seeds.parallelStream()
                .map(seed -> {
                    Allocated allocated = new Run(machines, demand, policy).run(sequence(pods, machines, seed));
                    log.accept("seed %d: %.2f %% at 100 %%, %.2f %% at 130 %%"
                            .formatted(seed, allocated.at100, allocated.at130));
                    return allocated;
                })
                .toList();
        return new Figures(
                mean(found.stream().mapToDouble(Allocated::at100).average()),
                mean(found.stream().mapToDouble(Allocated::at130).average()),
                policy.name(),
                seeds,
                shuffled);
    }

    private static BigDecimal mean(OptionalDouble value) {
        return BigDecimal.valueOf(value.orElseThrow()).setScale(2, RoundingMode.HALF_UP);
    }

    private static List<Plane.Machine> machines(Path nodes) {
        try {
            Catalogue catalogue = Catalogue.shipped();
            List<Plane.Machine> machines = new ArrayList<>();
            for (OpenbNodes.OpenbHost host :
                    OpenbNodes.hosts(String.valueOf(nodes.getFileName()), Inputs.bytes("node list", nodes))) {
                machines.add(new Plane.Machine(
                        catalogue.orFungible(host.model()), host.cards(), host.cpuMilli(), host.memoryMib(), null));
            }
            return machines;
        } catch (Refused refused) {
            throw Inputs.refused(refused.refusal().detail());
        }
    }

    private static double cards(List<Plane.Machine> machines) {
        return machines.stream().mapToInt(Plane.Machine::cards).sum();
    }

    private static List<Pod> sequence(List<Pod> pods, List<Plane.Machine> machines, long seed) {
        Random random = new Random(seed);
        List<Pod> shuffled = new ArrayList<>(pods);
        shuffled.sort(Comparator.comparing(Pod::name));
        Collections.shuffle(shuffled, random);
        List<Pod> sequence = new ArrayList<>();
        double asked = 0;
        for (int i = 0; asked < OVERLOAD * cards(machines); i++) {
            Pod pod = i < shuffled.size() ? shuffled.get(i) : shuffled.get(random.nextInt(shuffled.size()));
            sequence.add(pod);
            asked += size(pod);
        }
        return sequence;
    }

    /** In cards. */
    private static double size(Pod pod) {
        return pod.cards() * pod.gpuMilli() / PARTS;
    }

    private static Demand demand(List<Pod> pods) {
        record Kind(Set<String> models, int cards, int parts, HostShare share) {}
        Map<Kind, Integer> kinds = new HashMap<>();
        for (Pod pod : pods) {
            boolean whole = pod.gpuMilli() == PARTS;
            var share = new HostShare(pod.cpuMilli(), pod.memoryMib());
            kinds.merge(
                    new Kind(Set.copyOf(pod.models()), whole ? pod.cards() : 0, whole ? 0 : pod.gpuMilli(), share),
                    1,
                    Integer::sum);
        }
        return new Demand(
                kinds.entrySet().stream()
                        .map(each -> new Demand.Ask(
                                each.getKey().models(),
                                each.getKey().cards(),
                                each.getKey().parts(),
                                each.getKey().share(),
                                each.getValue()))
                        .toList(),
                Map.of());
    }

    /** One sequence of pods on an empty cluster. */
    private static final class Run {
        private final Catalogue catalogue = Catalogue.shipped();
        private final Plane plane;
        private final PlacementPolicy policy;
        private final List<String> models;
        private final double cards;
        private long claims;

        Run(List<Plane.Machine> machines, Demand demand, PlacementPolicy policy) {
            this.plane = new Plane(machines, demand);
            this.policy = policy;
            this.models = machines.stream()
                    .map(machine -> machine.model().key())
                    .distinct()
                    .toList();
            this.cards = cards(machines);
        }

        Allocated run(List<Pod> pods) {
            double asked = 0;
            double allocated = 0;
            double at100 = -1;
            for (Pod pod : pods) {
                asked += size(pod);
                allocated += place(pod) ? size(pod) : 0;
                if (at100 < 0 && asked >= cards) {
                    at100 = 100 * allocated / cards;
                }
            }
            return new Allocated(at100, 100 * allocated / cards);
        }

        private boolean place(Pod pod) {
            UUID claim = new UUID(0, ++claims);
            List<String> allowed = models.stream().filter(pod::allows).toList();
            if (pod.cards() == 0) {
                List<Question> questions = allowed.stream()
                        .map(model -> question(pod, model, new Shape(model, null, 1, false, 1, 1)))
                        .toList();
                OptionalInt host = policy.host(questions, new HostShare(pod.cpuMilli(), pod.memoryMib()), plane);
                host.ifPresent(id -> plane.hold(claim, id, pod.cpuMilli(), pod.memoryMib(), ALWAYS));
                return host.isPresent();
            }
            List<Question> questions = allowed.stream()
                    .map(model -> question(pod, model, pod.shape(model)))
                    .toList();
            Optional<PlacementPolicy.Choice> choice = policy.chooseAny(questions, plane);
            choice.ifPresent(found -> plane.hold(claim, found.placement(), found.question()));
            return choice.isPresent();
        }

        private Question question(Pod pod, String model, Shape shape) {
            return new Question(
                    catalogue.orFungible(model),
                    shape,
                    catalogue.hostShare(shape),
                    Workload.INFERENCE,
                    Plane.SITE,
                    ALWAYS,
                    HOLDER,
                    Set.of());
        }
    }
}
