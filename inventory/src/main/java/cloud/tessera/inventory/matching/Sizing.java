package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which shapes of one model hold a piece of work and are as fast as is wanted. Pure. */
final class Sizing {
    private static final int MOST_COPIES = 1000;
    private static final int PARTS = Geometry.Fungible.PARTS;

    private final WhatFor.Checked work;
    private final MatchRules rules;
    private final AcceleratorModel model;
    private final Memory memory;
    private final Optional<Speed> speed;
    /** In a second, of all copies together; 0 where any speed will do. */
    private final double wanted;

    private Sizing(
            WhatFor.Checked work, MatchRules rules, AcceleratorModel model, Memory memory, Optional<Speed> speed) {
        this.work = work;
        this.rules = rules;
        this.model = model;
        this.memory = memory;
        this.speed = speed;
        wanted = wanted(work);
    }

    /** What came of it. */
    sealed interface Result {
        record Fits(List<Fit> fits) implements Result {}

        /** @param code stable; see {@link RuledOut} */
        record No(String code, String text) implements Result {}
    }

    static Result of(WhatFor.Checked work, MatchRules rules, AcceleratorModel model, List<Throughput> table) {
        if (model.precisions().isEmpty()) {
            return new Result.No("precision_unknown", "Which number formats it computes is not known.");
        }
        if (model.precisions().stream().noneMatch(work.precision().metBy()::contains)) {
            return new Result.No(
                    "precision_unsupported",
                    "It does not compute " + work.precision().key() + ", but " + String.join(", ", model.precisions())
                            + ".");
        }
        if (model.memoryGb() == 0) {
            return new Result.No("memory_unknown", "How much memory it has is not known.");
        }
        Memory memory = Memory.of(work);
        return new Sizing(work, rules, model, memory, Speed.of(work, model.key(), table)).result();
    }

    /** One hour of a deadline is left for the platform's turnaround and for the start on a whole hour. */
    private static double wanted(WhatFor.Checked work) {
        WhatFor asked = work.wanted();
        double perSecond = asked.perSecond() == null ? 0 : asked.perSecond().doubleValue();
        if (asked.amount() == null || asked.withinHours() == null) {
            return perSecond;
        }
        int hours =
                work.task().work() == Workload.TRAINING ? Math.max(1, asked.withinHours() - 1) : asked.withinHours();
        return Math.max(perSecond, asked.amount().doubleValue() / (hours * 3600.0));
    }

    private Result result() {
        List<Fit> fits = new ArrayList<>();
        if (model.geometry() instanceof Geometry.Partitioned partitioned) {
            partitioned.profiles().stream()
                    .filter(profile -> isPlain(profile) && profile.size() < partitioned.slots())
                    .forEach(profile -> slices(profile, partitioned.slots()).ifPresent(fits::add));
        }
        if (model.geometry() instanceof Geometry.Fungible) {
            parts().ifPresent(fits::add);
        }
        boolean holds = counts().anyMatch(this::holds);
        counts().filter(this::holds)
                .boxed()
                .flatMap(n -> cards(n).stream())
                .findFirst()
                .ifPresent(fits::add);
        if (!fits.isEmpty()) {
            return new Result.Fits(fits);
        }
        return holds ? tooSlow() : tooSmall();
    }

    /** Those for media engines and the like are the same slices with something that a model does not use. */
    private static boolean isPlain(Profile profile) {
        return profile.name().indexOf('+') < 0 && profile.name().indexOf('-') < 0 && profile.memoryGb() > 0;
    }

    private double usable(double gigabytes) {
        return gigabytes * rules.usablePercent() / 100;
    }

    private boolean holds(int cards) {
        return memory.on(cards) <= usable(model.memoryGb());
    }

    /** One copy to a slice. Several slices of a card do not join their memory. */
    private Optional<Fit> slices(Profile profile, int slots) {
        if (memory.on(1) > usable(profile.memoryGb())) {
            return Optional.empty();
        }
        double share = (double) profile.size() / slots;
        return copies(share)
                .map(copies -> fit(
                        new Shape(model.key(), profile.name(), copies, false, 0, 0),
                        1,
                        share * copies,
                        profile.name() + " has " + profile.memoryGb() + " GB",
                        profile.size() + " of " + slots + " slots"));
    }

    /** Thousandths of one card: as many as the memory or the speed takes. */
    private Optional<Fit> parts() {
        double byMemory = memory.on(1) / usable(model.memoryGb()) * PARTS;
        double bySpeed = speed.map(s -> wanted / s.perSecond() * PARTS).orElse(0.0);
        int parts = (int) Math.max(1, Math.min(PARTS + 1.0, Math.ceil(Math.max(byMemory, bySpeed))));
        if (parts >= PARTS) {
            return Optional.empty();
        }
        double share = (double) parts / PARTS;
        return Optional.of(fit(
                Shape.thousandths(model.key(), parts),
                1,
                share,
                parts + " thousandths of the card have " + Memory.gb(share * model.memoryGb()),
                parts + " of 1,000 parts"));
    }

    private Optional<Fit> cards(int n) {
        boolean alone = n == 1 && !(model.geometry() instanceof Geometry.Topological);
        String has = n == 1
                ? "the card has " + model.memoryGb() + " GB"
                : "each of " + n + " cards has " + model.memoryGb() + " GB";
        return copies(n)
                .map(copies -> fit(
                        new Shape(model.key(), null, alone ? copies : n, n > 1, 0, 0),
                        alone ? 1 : copies,
                        (double) n * copies,
                        has,
                        n * copies == 1 ? "" : n * copies + " cards"));
    }

    /**
     * How many copies of so much of cards are as fast as is wanted. Training is one copy, which more cards make faster;
     * empty where that is not enough.
     */
    private Optional<Integer> copies(double cards) {
        if (speed.isEmpty() || wanted == 0) {
            return Optional.of(1);
        }
        double needed = Math.max(1, Math.ceil(wanted / (speed.get().perSecond() * cards) - 1e-9));
        double most = work.task().work() == Workload.TRAINING ? 1 : MOST_COPIES;
        return needed > most ? Optional.empty() : Optional.of((int) needed);
    }

    /** Numbers of cards that one copy can be spread over, ascending. */
    private IntStream counts() {
        int most = work.task().mostCards();
        IntStream counts = switch (model.geometry()) {
            case Geometry.Topological t when t.counts().isEmpty() -> IntStream.rangeClosed(1, t.perHost());
            case Geometry.Topological t -> t.counts().stream().mapToInt(Integer::intValue);
            case Geometry.Partitioned _, Geometry.Fungible _ -> IntStream.iterate(1, n -> n <= most, n -> n * 2);
        };
        return counts.filter(n -> n <= most);
    }

    private Fit fit(Shape shape, int copies, double cards, String has, String part) {
        List<String> reasons = new ArrayList<>();
        int on = shape.gang() ? shape.quantity() : 1;
        reasons.add("Needs " + Memory.gb(memory.on(on)) + (on == 1 ? "" : " on each card") + ": " + memory.text() + "; "
                + has + ", of which " + rules.usablePercent() + " % count.");
        reasons.add("Computes " + work.precision().key() + ".");
        speed.ifPresent(s -> reasons.add("Does " + Memory.number(s.perSecond() * cards) + " "
                + work.task().unit() + " a second: " + s.text() + (part.isEmpty() ? "" : ", " + part) + "."));
        return new Fit(shape, copies, speed.map(s -> s.perSecond() * cards), reasons);
    }

    private Result tooSlow() {
        return new Result.No(
                "too_slow",
                "Even " + counts().max().orElse(1) + " of them do not do " + Memory.number(wanted) + " "
                        + work.task().unit() + " a second.");
    }

    private Result tooSmall() {
        int most = counts().max().orElse(1);
        @Nullable String spread = most == 1 ? null : " spread over " + most;
        return new Result.No(
                "memory_too_small",
                "It needs " + Memory.gb(memory.on(most)) + (spread == null ? "" : " on each card," + spread)
                        + "; a card has " + model.memoryGb() + " GB, of which " + rules.usablePercent() + " % count.");
    }
}
