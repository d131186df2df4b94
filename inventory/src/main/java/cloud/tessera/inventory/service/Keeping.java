package cloud.tessera.inventory.service;

import cloud.tessera.billing.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be done about the replicas of a service. Pure. */
final class Keeping {
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int MINUTES = 60;

    private Keeping() {}

    /**
     * A replica that is there: being started or running, and neither released nor giving way.
     *
     * @param since when it was started
     */
    record Replica(UUID claim, boolean overflow, Instant since) {}

    /**
     * @param stop replicas that are too many, overflow first and the youngest first
     * @param baseline how many on-demand replicas are to be started
     * @param overflow how many others
     * @param limited {@code spend_ceiling} where the ceiling keeps overflow away; null otherwise
     */
    record Decision(
            List<UUID> stop,
            int baseline,
            int overflow,
            @Nullable String limited) {}

    /**
     * @param reserved how many run on a reservation; they are of the baseline first
     * @param each what one more replica of the overflow costs an hour
     */
    static Decision decide(Scale scale, int reserved, List<Replica> there, Spend spend, Money each) {
        int onDemand = Math.max(0, scale.baseline() - reserved);
        int extra = Math.max(0, scale.desired() - Math.max(scale.baseline(), reserved));
        List<Replica> baseline = there.stream().filter(r -> !r.overflow()).toList();
        List<Replica> overflow = there.stream().filter(Replica::overflow).toList();
        String limited = null;
        int kept = Math.min(extra, overflow.size());
        if (extra > 0 && isReached(scale.ceiling(), spend)) {
            kept = 0;
            extra = 0;
            limited = "spend_ceiling";
        }
        List<UUID> stop = new ArrayList<>(youngest(overflow, overflow.size() - kept));
        stop.addAll(youngest(baseline, baseline.size() - onDemand));
        int started = Math.max(0, extra - overflow.size());
        int allowed = started == 0 ? 0 : room(scale.ceiling(), spend, each, started);
        if (allowed < started) {
            limited = "spend_ceiling";
        }
        return new Decision(stop, Math.max(0, onDemand - baseline.size()), allowed, limited);
    }

    /** Whether what runs would pass the ceiling before it is looked at again, which is a minute later. */
    private static boolean isReached(@Nullable Money ceiling, Spend spend) {
        if (ceiling == null) {
            return false;
        }
        long minute = Math.ceilDiv(spend.hourly().minor(), MINUTES);
        return spend.spent().minor() + minute > ceiling.minor();
    }

    /** How many more may be started so that all of them can run for an hour below the ceiling. */
    private static int room(@Nullable Money ceiling, Spend spend, Money each, int wanted) {
        if (ceiling == null || each.isZero()) {
            return wanted;
        }
        long left = ceiling.minor() - spend.spent().minor() - spend.hourly().minor();
        return (int) Math.clamp(left / each.minor(), 0, wanted);
    }

    private static List<UUID> youngest(List<Replica> of, int count) {
        return of.stream()
                .sorted(Comparator.comparing(Replica::since)
                        .thenComparing(Replica::claim)
                        .reversed())
                .limit(Math.max(0, count))
                .map(Replica::claim)
                .toList();
    }

    /**
     * How many replicas would be as busy as is aimed at: at once where more are needed, one less at a time otherwise. Empty
     * where that is what there is, and where nothing is aimed at.
     *
     * @param running replicas whose devices were measured
     * @param busy how busy they were on the mean, 0 to 1
     */
    static Optional<Integer> aimed(Scale scale, int running, BigDecimal busy) {
        if (scale.targetPercent() == null || running == 0) {
            return Optional.empty();
        }
        int needed = busy.multiply(HUNDRED)
                .multiply(BigDecimal.valueOf(running))
                .divide(BigDecimal.valueOf(scale.targetPercent()), 0, RoundingMode.CEILING)
                .intValueExact();
        int next = needed < scale.desired() ? scale.desired() - 1 : needed;
        int within = Math.clamp(next, scale.minimum(), scale.maximum());
        return within == scale.desired() ? Optional.empty() : Optional.of(within);
    }
}
