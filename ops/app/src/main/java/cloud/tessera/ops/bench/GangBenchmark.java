package cloud.tessera.ops.bench;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.FlexibleStart;
import cloud.tessera.inventory.placement.MakeRoom;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Plane;
import cloud.tessera.inventory.placement.Policies;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.ops.trace.TrainingDurations;
import cloud.tessera.quota.limit.Workload;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * How much of the training that is asked for 64 hosts with 8 cards in 8 racks take in 90 days, of which the first 14 warm
 * up. Gangs of 1 to 32 cards: up to 8 in one host, 16 and 32 on whole hosts of one rack; some are booked up to a week
 * ahead. Arrivals are Poisson, times are whole hours, durations are those of real jobs ({@link TrainingDurations}). What
 * has not started may be laid elsewhere to make room.
 */
final class GangBenchmark implements Benchmark {
    private static final int RACKS = 8;
    private static final int HOSTS_OF_RACK = 8;
    private static final int CARDS_OF_HOST = 8;
    private static final int CARDS = RACKS * HOSTS_OF_RACK * CARDS_OF_HOST;
    private static final int[] SIZES = {1, 2, 4, 8, 16, 32};
    private static final double[] MIX = {.40, .15, .15, .20, .06, .04};
    private static final int LARGE = 8;
    private static final double LARGE_AHEAD = .8;
    private static final double SMALL_AHEAD = .3;
    private static final int MOST_AHEAD = 168;
    private static final int HOURS = 90 * 24;
    private static final int WARM_UP = 14 * 24;
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final long PLENTY = 1_000_000_000L;

    /**
     * The figures, over all seeds.
     *
     * @param gpuHoursAccepted card-hours that were accepted, percent of those that were asked for
     * @param meanDelay hours between the asked start and the start, in the mean of all that were accepted
     * @param perSize card-hours that were accepted, percent, by cards
     * @param moves claims that were laid elsewhere before they started, for 100 asks
     */
    record Figures(
            @JsonProperty("gpu_hours_accepted") BigDecimal gpuHoursAccepted,
            @JsonProperty("mean_delay_h") BigDecimal meanDelay,
            @JsonProperty("per_size") Map<String, BigDecimal> perSize,
            @JsonProperty("moves_per_100") BigDecimal moves,
            double load,
            @JsonProperty("flexible_h") int flexible,
            @JsonProperty("late_binding") boolean lateBinding,
            String policy,
            long seeds) {}

    /** What is simulated. */
    private record Setting(
            TrainingDurations durations,
            double load,
            int flexible,
            PlacementPolicy policy,
            boolean late,
            AcceleratorModel model) {}

    /** What was asked and accepted. */
    private static final class Counts {
        private final double[] asked = new double[SIZES.length];
        private final double[] accepted = new double[SIZES.length];
        private long asks;
        private long accepts;
        private long delay;
        private long moves;

        private double share() {
            return LongStream.range(0, SIZES.length)
                            .mapToDouble(size -> accepted[(int) size])
                            .sum()
                    / LongStream.range(0, SIZES.length)
                            .mapToDouble(size -> asked[(int) size])
                            .sum();
        }
    }

    @Override
    public Object measure(Options options, Consumer<String> log) {
        double load = options.decimal("load", 0.9, 10);
        int flexible = options.number("flexible", 0, 0, 168);
        int seeds = options.number("seeds", 20, 1, 10_000);
        boolean late = !options.flag("as-booked");
        PlacementPolicy policy = options.policy(Policies.GANGS);
        options.requireNoOther();
        var setting = new Setting(
                TrainingDurations.shipped(),
                load,
                flexible,
                policy,
                late,
                Catalogue.shipped().find("nvidia-h100-80gb").orElseThrow());
        List<Counts> runs = LongStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> {
                    Counts counts = new Run(setting, seed).run();
                    log.accept("seed %d: %.2f %%, %.2f h late"
                            .formatted(seed, 100 * counts.share(), (double) counts.delay / counts.accepts));
                    return counts;
                })
                .toList();
        return figures(setting, runs, seeds);
    }

    private static Figures figures(Setting setting, List<Counts> runs, long seeds) {
        Map<String, BigDecimal> perSize = new LinkedHashMap<>();
        for (int i = 0; i < SIZES.length; i++) {
            int size = i;
            perSize.put(
                    String.valueOf(SIZES[i]),
                    rounded(100 * sum(runs, each -> each.accepted[size]) / sum(runs, each -> each.asked[size])));
        }
        return new Figures(
                rounded(100 * sum(runs, Counts::share) / seeds),
                rounded(sum(runs, each -> each.delay) / sum(runs, each -> each.accepts)),
                perSize,
                rounded(100 * sum(runs, each -> each.moves) / sum(runs, each -> each.asks)),
                setting.load,
                setting.flexible,
                setting.late,
                setting.policy.name(),
                seeds);
    }

    private static double sum(List<Counts> runs, ToDoubleFunction<Counts> of) {
        return runs.stream().mapToDouble(of).sum();
    }

    private static BigDecimal rounded(double figure) {
        return Double.isFinite(figure)
                ? BigDecimal.valueOf(figure).setScale(2, RoundingMode.HALF_UP)
                : BigDecimal.ZERO.setScale(2);
    }

    /** One seed. */
    private static final class Run {
        private record Departure(long at, UUID claim) {}

        private final Setting setting;
        private final SplittableRandom random;
        private final Plane plane;
        private final PriorityQueue<Departure> departures =
                new PriorityQueue<>(Comparator.comparingLong(Departure::at));
        private final Map<UUID, Question> coming = new HashMap<>();
        private final FlexibleStart starts;
        private long claims;

        Run(Setting setting, long seed) {
            this.setting = setting;
            this.random = new SplittableRandom(seed);
            this.starts = new FlexibleStart(setting.policy);
            List<Plane.Machine> machines = new ArrayList<>();
            for (int host = 0; host < RACKS * HOSTS_OF_RACK; host++) {
                machines.add(new Plane.Machine(
                        setting.model, CARDS_OF_HOST, PLENTY, PLENTY, "rack " + host / HOSTS_OF_RACK));
            }
            this.plane = new Plane(machines, Demand.UNKNOWN);
        }

        Counts run() {
            double size = 0;
            for (int i = 0; i < SIZES.length; i++) {
                size += MIX[i] * SIZES[i];
            }
            double rate = setting.load * CARDS / (size * setting.durations.mean());
            Counts counts = new Counts();
            for (double time = next(0, rate); time < HOURS; time = next(time, rate)) {
                ask((int) time, counts);
            }
            return counts;
        }

        private double next(double time, double rate) {
            return time - Math.log(1 - random.nextDouble()) / rate;
        }

        private void ask(int hour, Counts counts) {
            long now = hour * HOUR;
            leave(now);
            int size = draw();
            int length = setting.durations.at(random.nextDouble());
            boolean ahead = random.nextDouble() < (SIZES[size] >= LARGE ? LARGE_AHEAD : SMALL_AHEAD);
            long from = now + (ahead ? 1 + (long) (random.nextDouble() * MOST_AHEAD) : 0) * HOUR;
            Question question = question(SIZES[size], new Span(from, from + length * HOUR));
            Optional<MakeRoom.Room> room =
                    starts.find(question, setting.flexible, plane, setting.late ? Map.copyOf(coming) : Map.of());
            room.ifPresent(found -> hold(found, now));
            if (hour >= WARM_UP) {
                double cardHours = (double) SIZES[size] * length;
                counts.asks++;
                counts.asked[size] += cardHours;
                room.ifPresent(found -> {
                    counts.accepts++;
                    counts.accepted[size] += cardHours;
                    counts.delay += (found.asked().question().span().from() - from) / HOUR;
                    counts.moves += found.moves().size();
                });
            }
        }

        private void leave(long now) {
            for (Departure next = departures.peek(); next != null && next.at <= now; next = departures.peek()) {
                departures.poll();
                plane.free(next.claim);
            }
            coming.values().removeIf(question -> question.span().from() <= now);
        }

        private void hold(MakeRoom.Room room, long now) {
            room.moves().keySet().forEach(plane::free);
            room.moves().forEach((claim, to) -> plane.hold(claim, to.placement(), to.question()));
            UUID claim = new UUID(0, ++claims);
            Question question = room.asked().question();
            plane.hold(claim, room.asked().placement(), question);
            departures.add(new Departure(question.span().until(), claim));
            if (question.span().from() > now) {
                coming.put(claim, question);
            }
        }

        private int draw() {
            double left = random.nextDouble();
            int size = 0;
            while (size < MIX.length - 1 && left >= MIX[size]) {
                left -= MIX[size++];
            }
            return size;
        }

        private Question question(int cards, Span span) {
            return new Question(
                    setting.model,
                    new Shape(setting.model.key(), null, cards, cards > 1, 1, 1),
                    new HostShare(1, 1),
                    Workload.TRAINING,
                    Plane.SITE,
                    span,
                    new UUID(0, 1),
                    Set.of());
        }
    }
}
