package cloud.tessera.ops.demo;

import cloud.tessera.inventory.geometry.Shape;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the customers want, day by day: a pure function of seed and date, so that a day does not depend on how long the
 * history is. Some 26 wishes on an average day make about 2,000 in a history.
 */
final class Wishes {
    private static final int ON_A_WORKDAY = 31;
    private static final int ON_A_WEEKEND_DAY = 14;
    private static final int[] TRAINING_HOURS = {1, 2, 2, 4, 4, 6, 8, 8, 12, 24, 24, 48, 72};
    private static final int[] LEAD_HOURS = {0, 0, 0, 1, 2, 3, 6, 12, 24, 48, 120};
    private static final List<String> RUNS = List.of("finetune", "pretrain", "ablation", "sweep", "distill", "eval");
    private static final List<String> SERVICES = List.of("chat", "embed", "rank", "vision", "speech", "notebook");

    private final long seed;

    Wishes(long seed) {
        this.seed = seed;
    }

    /** The wishes of one UTC day, in order. */
    List<Wish> on(LocalDate day) {
        var random = new SplittableRandom(seed * 1_000_003 + day.toEpochDay());
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        int count = weekend ? ON_A_WEEKEND_DAY : ON_A_WORKDAY;
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        var wishes = new ArrayList<Wish>(count);
        for (int i = 0; i < count; i++) {
            Instant at = midnight.plusSeconds(secondOfDay(random));
            Tenant tenant = pick(random, List.of(Tenant.values()));
            wishes.add(wish(random, at, tenant, String.format(Locale.ROOT, "%tm%<td-%d", day, i + 1)));
        }
        wishes.sort(Comparator.comparing(Wish::at));
        return wishes;
    }

    /** Twice as busy from six to eighteen o'clock UTC as at night. */
    private static int secondOfDay(SplittableRandom random) {
        int half = random.nextInt(3) > 0 ? 6 * 3600 : 18 * 3600;
        return (half + random.nextInt(12 * 3600)) % 86_400;
    }

    private static Wish wish(SplittableRandom random, Instant at, Tenant tenant, String number) {
        int project = random.nextInt(tenant.projects().size() + 1);
        boolean trains = random.nextInt(100)
                < switch (tenant) {
                    case STARTUP -> 40;
                    case LAB -> 65;
                    case RETAILER -> 10;
                };
        return trains ? train(random, at, tenant, project, number) : serve(random, at, tenant, project, number);
    }

    private static Wish train(SplittableRandom random, Instant at, Tenant tenant, int project, String number) {
        Shape shape = pick(random, trainingShapes(tenant));
        return new Wish.Train(
                at,
                tenant,
                project,
                shape,
                site(random, tenant, shape),
                pick(random, RUNS) + "-" + number,
                Duration.ofHours(LEAD_HOURS[random.nextInt(LEAD_HOURS.length)]),
                Duration.ofHours(TRAINING_HOURS[random.nextInt(TRAINING_HOURS.length)]),
                fate(random),
                Duration.ofSeconds(60 + random.nextInt(600)));
    }

    private static Wish.Fate fate(SplittableRandom random) {
        int hundredth = random.nextInt(100);
        if (hundredth < 3) {
            return Wish.Fate.LEFT;
        }
        if (hundredth < 7) {
            return Wish.Fate.EXPIRED;
        }
        return hundredth < 12 ? Wish.Fate.CANCELLED : Wish.Fate.CONFIRMED;
    }

    /** Lives from five minutes to five days; each order of magnitude is as likely as any other. */
    private static Wish serve(SplittableRandom random, Instant at, Tenant tenant, int project, String number) {
        double shortest = StrictMath.log(300);
        double longest = StrictMath.log(5 * 86_400);
        long life = (long) StrictMath.exp(random.nextDouble(shortest, longest));
        Shape shape = pick(random, servingShapes(tenant));
        return new Wish.Serve(
                at,
                tenant,
                project,
                shape,
                site(random, tenant, shape),
                pick(random, SERVICES) + "-" + number,
                Duration.ofSeconds(life));
    }

    private static List<Shape> trainingShapes(Tenant tenant) {
        return switch (tenant) {
            case STARTUP ->
                List.of(
                        Shape.partitions("nvidia-h100-80gb", "3g.40gb", 1),
                        Shape.partitions("nvidia-a100-80gb", "2g.20gb", 2),
                        Shape.cards("nvidia-h100-80gb", 1),
                        Shape.cards("nvidia-a100-80gb", 1),
                        gang("nvidia-h100-80gb", 4));
            case LAB ->
                List.of(
                        gang("nvidia-h100-80gb", 8),
                        gang("nvidia-h200-141gb", 4),
                        gang("google-tpu-v5e", 8),
                        gang("aws-trainium2", 4),
                        Shape.cards("amd-mi300x-192gb", 1),
                        Shape.partitions("nvidia-a30-24gb", "2g.12gb", 1));
            case RETAILER ->
                List.of(Shape.thousandths("nvidia-l40s-48gb", 500), Shape.partitions("nvidia-a30-24gb", "2g.12gb", 1));
        };
    }

    private static List<Shape> servingShapes(Tenant tenant) {
        return switch (tenant) {
            case STARTUP ->
                List.of(
                        Shape.partitions("nvidia-h100-80gb", "1g.10gb", 1),
                        Shape.partitions("nvidia-h100-80gb", "2g.20gb", 1),
                        Shape.partitions("nvidia-a100-80gb", "1g.10gb", 2),
                        Shape.thousandths("nvidia-l40s-48gb", 250));
            case LAB ->
                List.of(
                        Shape.partitions("nvidia-a100-80gb", "1g.10gb", 1),
                        Shape.partitions("nvidia-a30-24gb", "1g.6gb", 2),
                        Shape.cards("amd-mi300x-192gb", 1));
            case RETAILER ->
                List.of(
                        Shape.thousandths("nvidia-l40s-48gb", 125),
                        Shape.thousandths("nvidia-l40s-48gb", 250),
                        Shape.partitions("nvidia-a30-24gb", "1g.6gb", 1),
                        Shape.partitions("nvidia-a30-24gb", "2g.12gb", 1),
                        Shape.cards("aws-inferentia2", 1));
        };
    }

    /** The retailer's shops are near its edge sites; to the others one place is as good as another. */
    private static @Nullable String site(SplittableRandom random, Tenant tenant, Shape shape) {
        if (tenant != Tenant.RETAILER) {
            return null;
        }
        return switch (shape.model()) {
            case "nvidia-l40s-48gb" -> pick(random, List.of("edge-marseille", "edge-milan", "edge-warsaw"));
            case "nvidia-a30-24gb" -> pick(random, List.of("edge-marseille", "edge-milan", "edge-dublin"));
            case "aws-inferentia2" -> "edge-dublin";
            default -> null;
        };
    }

    private static Shape gang(String model, int cards) {
        return new Shape(model, null, cards, true, 0, 0);
    }

    private static <T> T pick(SplittableRandom random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
