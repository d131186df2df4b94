package cloud.tessera.ops.bench;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.MakeRoom;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Plane;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * How much of what is asked for a fleet of partitioned cards takes, while work comes and goes: a loss system. Arrivals are
 * Poisson with the rate load x slots / mean size, leases are exponential with mean one day and known when they begin; six
 * times as many arrivals as fill the fleet once warm it up, and forty times as many are measured.
 */
final class MigBenchmark implements Benchmark {
    private static final Duration LEASE = Duration.ofDays(1);
    private static final double LEASE_MICROS = LEASE.toNanos() / 1e3;
    private static final int WARM_UP = 6;
    private static final int MEASURED = 40;
    private static final long PLENTY = 1_000_000_000L;
    /** No more moves than this for a hundred asks: moving is work for the customer too. */
    private static final double MOVES_PER_100 = 4.95;

    /**
     * The figures in percent, over all seeds.
     *
     * @param slotAcceptance slots that were accepted, of those that were asked for
     * @param acceptance asks that were accepted, of all
     * @param perProfile the same for each profile
     * @param movesPer100 running claims that were moved, for 100 asks
     * @param movableShare claims that may be moved, of all
     */
    record Figures(
            @JsonProperty("slot_acceptance") BigDecimal slotAcceptance,
            BigDecimal acceptance,
            @JsonProperty("per_profile") Map<String, BigDecimal> perProfile,
            @JsonProperty("moves_per_100") BigDecimal movesPer100,
            @JsonProperty("movable_share") BigDecimal movableShare,
            String policy,
            long seeds) {}

    /** What is simulated. */
    private record Setting(
            AcceleratorModel model,
            Geometry.Partitioned geometry,
            List<Profile> profiles,
            List<Double> mix,
            int cards,
            double load,
            PlacementPolicy policy,
            double movable) {
        double meanSize() {
            double mean = 0;
            for (int i = 0; i < profiles.size(); i++) {
                mean += mix.get(i) * profiles.get(i).size();
            }
            return mean;
        }

        double slots() {
            return (double) cards * geometry.slots();
        }
    }

    @Override
    public Object measure(Options options, Consumer<String> log) {
        int cards = options.number("cards", 100, 1, 10_000);
        AcceleratorModel model = model(options.text("model", "A100-80GB"));
        List<Double> mix = options.decimals("mix", "0.166667,0.166667,0.166667,0.166667,0.166666,0.166666", 1);
        double load = options.decimal("load", 1, 10);
        int seeds = options.number("seeds", 20, 1, 10_000);
        PlacementPolicy policy = options.policy();
        double movable = options.flag("moves") ? 1 : 0;
        options.requireNoOther();
        if (!(model.geometry() instanceof Geometry.Partitioned geometry)) {
            throw Options.usage(model.key() + " has no partitions.");
        }
        List<Profile> profiles = profiles(geometry);
        if (mix.size() != profiles.size()) {
            throw Options.usage("--mix takes a probability for each of "
                    + String.join(", ", profiles.stream().map(Profile::name).toList()) + ".");
        }
        var setting = new Setting(model, geometry, profiles, mix, cards, load, policy, movable);
        List<Counts> runs = LongStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> {
                    Counts counts = new Run(setting, seed).run();
                    log.accept("seed %d: %.2f %%".formatted(seed, 100 * counts.acceptedSlots() / counts.askedSlots()));
                    return counts;
                })
                .toList();
        return figures(setting, runs, seeds);
    }

    private static Figures figures(Setting setting, List<Counts> runs, long seeds) {
        Map<String, BigDecimal> perProfile = new LinkedHashMap<>();
        for (int i = 0; i < setting.profiles.size(); i++) {
            int profile = i;
            perProfile.put(
                    setting.profiles.get(i).name(),
                    percent(
                            runs.stream()
                                    .mapToDouble(each -> each.accepted[profile])
                                    .sum(),
                            runs.stream()
                                    .mapToDouble(each -> each.asked[profile])
                                    .sum()));
        }
        double asks = runs.stream().mapToDouble(Counts::asks).sum();
        double slots = runs.stream()
                .mapToDouble(each -> 100 * each.acceptedSlots() / each.askedSlots())
                .average()
                .orElseThrow();
        return new Figures(
                BigDecimal.valueOf(slots).setScale(2, RoundingMode.HALF_UP),
                percent(runs.stream().mapToDouble(Counts::accepts).sum(), asks),
                perProfile,
                percent(runs.stream().mapToDouble(each -> each.moves).sum(), asks),
                percent(setting.movable, 1),
                setting.policy.name(),
                seeds);
    }

    private static BigDecimal percent(double part, double of) {
        return of == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(100 * part / of).setScale(2, RoundingMode.HALF_UP);
    }

    /** A key of the catalogue, or the end of one in any case: A100-80GB. */
    private static AcceleratorModel model(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        Catalogue catalogue = Catalogue.shipped();
        return catalogue
                .find(key)
                .or(() -> catalogue.all().stream()
                        .filter(model -> model.key().endsWith("-" + key))
                        .findFirst())
                .orElseThrow(() -> Options.usage("The catalogue has no model " + name + "."));
    }

    /** Profiles that need nothing which a card has once, the largest first, as vendors list them. */
    private static List<Profile> profiles(Geometry.Partitioned geometry) {
        return geometry.profiles().stream()
                .filter(profile -> profile.extraSlot().isEmpty())
                .sorted(Comparator.comparingInt(Profile::size)
                        .reversed()
                        .thenComparing(Profile::name, Comparator.reverseOrder()))
                .toList();
    }

    /** What was asked and accepted, by profile. */
    private static final class Counts {
        private final List<Profile> profiles;
        private final long[] asked;
        private final long[] accepted;
        private long moves;

        Counts(List<Profile> profiles) {
            this.profiles = profiles;
            this.asked = new long[profiles.size()];
            this.accepted = new long[profiles.size()];
        }

        double askedSlots() {
            return slots(asked);
        }

        double acceptedSlots() {
            return slots(accepted);
        }

        double asks() {
            return LongStream.of(asked).sum();
        }

        double accepts() {
            return LongStream.of(accepted).sum();
        }

        private double slots(long[] counts) {
            double slots = 0;
            for (int i = 0; i < counts.length; i++) {
                slots += (double) counts[i] * profiles.get(i).size();
            }
            return slots;
        }
    }

    /** One seed. */
    private static final class Run {
        private record Departure(long at, UUID claim) {}

        private final Setting setting;
        private final SplittableRandom random;
        private final Plane plane;
        private final PriorityQueue<Departure> departures =
                new PriorityQueue<>(Comparator.comparingLong(Departure::at));
        private long claims;
        private long moves;

        Run(Setting setting, long seed) {
            this.setting = setting;
            this.random = new SplittableRandom(seed);
            var machine = new Plane.Machine(setting.model, 1, PLENTY, PLENTY, null);
            var demand = new Demand(List.of(), Map.of(setting.model.key(), LEASE));
            this.plane = new Plane(Collections.nCopies(setting.cards, machine), demand);
        }

        Counts run() {
            double fill = setting.slots() / setting.meanSize();
            double rate = setting.load * fill;
            int warmUp = (int) (WARM_UP * fill);
            int all = warmUp + (int) (MEASURED * fill);
            Counts counts = new Counts(setting.profiles);
            double time = 0;
            for (int i = 0; i < all; i++) {
                time += exponential() / rate;
                int profile = draw();
                double lease = exponential();
                long now = (long) (time * LEASE_MICROS);
                leave(now);
                long movesBefore = moves;
                claims++;
                Question question = question(profile, now, now + Math.max(1, (long) (lease * LEASE_MICROS)));
                Optional<PlacementPolicy.Choice> choice = setting.policy.choose(question, plane);
                if (choice.isEmpty() && setting.movable > 0) {
                    choice = move(question, now);
                }
                UUID claim = new UUID(0, claims);
                choice.ifPresent(found -> hold(found, claim));
                if (i >= warmUp) {
                    counts.asked[profile]++;
                    counts.accepted[profile] += choice.isPresent() ? 1 : 0;
                    counts.moves += moves - movesBefore;
                }
            }
            return counts;
        }

        private void leave(long now) {
            for (Departure next = departures.peek(); next != null && next.at <= now; next = departures.peek()) {
                departures.poll();
                plane.free(next.claim);
            }
        }

        private void hold(PlacementPolicy.Choice choice, UUID claim) {
            plane.hold(claim, choice.placement(), choice.question());
            departures.add(new Departure(choice.question().span().until(), claim));
        }

        private Optional<PlacementPolicy.Choice> move(Question asked, long now) {
            long left = (long) (MOVES_PER_100 * claims / 100) - moves;
            if (left < 1) {
                return Optional.empty();
            }
            var found = new MakeRoom(setting.policy)
                    .find(asked, plane, (int) Math.min(left, MakeRoom.MOST), claim -> rest(claim, now));
            found.ifPresent(room -> room.moves().forEach((claim, to) -> {
                plane.free(claim);
                plane.hold(claim, to.placement(), to.question());
                moves++;
            }));
            return found.map(MakeRoom.Room::asked);
        }

        private Question rest(UUID claim, long now) {
            Question question = plane.question(claim);
            return question.at(new Span(now, question.span().until()));
        }

        private double exponential() {
            return -Math.log(1 - random.nextDouble());
        }

        private int draw() {
            double left = random.nextDouble();
            int profile = 0;
            while (profile < setting.mix.size() - 1 && left >= setting.mix.get(profile)) {
                left -= setting.mix.get(profile++);
            }
            return profile;
        }

        private Question question(int profile, long from, long until) {
            Shape shape =
                    new Shape(setting.model.key(), setting.profiles.get(profile).name(), 1, false, 1, 1);
            return new Question(
                    setting.model,
                    shape,
                    new HostShare(1, 1),
                    Workload.INFERENCE,
                    Plane.SITE,
                    new Span(from, until),
                    new UUID(0, 1),
                    Set.of());
        }
    }
}
