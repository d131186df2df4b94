package cloud.tessera.inventory.service;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.quota.term.Refusal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * How much of a service there is to be. Of the replicas that are wanted the first {@code baseline} are on demand and always
 * kept; the others are overflow.
 *
 * @param baseline at most the minimum
 * @param overflow the tier of those above the baseline
 * @param minimum at least 0
 * @param maximum at most {@link Kind#MOST_REPLICAS}
 * @param desired between minimum and maximum
 * @param targetPercent how busy the replicas' devices are to be, 10 to 95: then the platform sets how many are desired; null
 *     where their owner does
 * @param ceiling what the service may cost in a month of its organization before overflow stops; null for no ceiling
 * @param baselineOn the reservation whose run serves as the baseline while it lasts, as far as it goes; null where all of it
 *     is on demand
 */
public record Scale(
        int baseline,
        Tier overflow,
        int minimum,
        int maximum,
        int desired,
        @Nullable Integer targetPercent,
        @Nullable Money ceiling,
        @Nullable ReservationId baselineOn) {
    /** All of the baseline on demand. */
    public Scale(
            int baseline,
            Tier overflow,
            int minimum,
            int maximum,
            int desired,
            @Nullable Integer targetPercent,
            @Nullable Money ceiling) {
        this(baseline, overflow, minimum, maximum, desired, targetPercent, ceiling, null);
    }

    private static final int LEAST_TARGET = 10;
    private static final int MOST_TARGET = 95;

    /** Refused as {@code invalid_scale}, with the field, {@code wrong_currency} and {@code amount_too_large}. */
    void check(Currency currency) {
        if (minimum < 0 || maximum < 1 || maximum > Kind.MOST_REPLICAS || minimum > maximum) {
            throw invalid(
                    "The minimum is at least 0, the maximum 1 to " + Kind.MOST_REPLICAS + " and not below it.",
                    "maximum");
        }
        if (baseline < 0 || baseline > minimum) {
            throw invalid("The baseline is always there, so that it is between 0 and the minimum.", "baseline");
        }
        if (desired < minimum || desired > maximum) {
            throw invalid("Between " + minimum + " and " + maximum + " replicas can be wanted.", "desired");
        }
        if (targetPercent != null && (targetPercent < LEAST_TARGET || targetPercent > MOST_TARGET)) {
            throw invalid("Devices can be aimed to be 10 to 95 percent busy.", "target_percent");
        }
        if (ceiling != null) {
            if (!ceiling.currency().equals(currency) || ceiling.isNegative()) {
                throw Refusal.invalid(
                                "wrong_currency",
                                "The ceiling is an amount of at least zero in " + currency + ".",
                                "ceiling")
                        .asException();
            }
            ceiling.requireAtMost("ceiling");
        }
    }

    private static RuntimeException invalid(String why, String field) {
        return Refusal.invalid("invalid_scale", why, field).asException();
    }

    /** The same with another number of replicas that are wanted. */
    public Scale desiring(int replicas) {
        return new Scale(baseline, overflow, minimum, maximum, replicas, targetPercent, ceiling, baselineOn);
    }
}
