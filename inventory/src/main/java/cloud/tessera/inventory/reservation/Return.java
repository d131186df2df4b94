package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.Consignments;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hours of a reservation that its owner returns, to be sold again after what the operator has unsold of the same: first a
 * quote, which binds until it expires or the reservation is changed, then the return.
 *
 * @param contract of the reservation when it was quoted
 * @param shape what is returned, all through the window
 * @param window whole UTC hours
 * @param whole whether nothing of the reservation is left
 * @param terms what comes back
 * @param soldHours of {@link #unitHours} how many were sold again
 * @param credited what came back so far: of what was sold once it has run
 */
public record Return(
        ReturnId id,
        ReservationId reservation,
        OrganizationId organization,
        ProjectId project,
        int contract,
        Shape shape,
        String site,
        TimeWindow window,
        Before before,
        boolean whole,
        Terms terms,
        State state,
        long soldHours,
        Money credited,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt) {

    /** What the reservation had. */
    public record Before(Instant end, int quantity) {}

    /**
     * By which rules, and on which figures.
     *
     * @param rules version of the {@link ReturnRules}
     * @param feePercent of the proceeds
     * @param worth what was charged for it: more never comes back
     * @param list what it costs at list prices
     * @param ahead how much of the same the operator has free all through the window, which is sold first; counted up to
     *     1,000
     */
    public record Terms(int rules, int feePercent, Money worth, Money list, int ahead) {
        /** What comes back if all of it is sold at the prices in force: the lesser of list price and worth, less the fee. */
        public Money most() {
            Money counted = list.min(worth);
            return counted.minus(Rating.share(counted, feePercent, 100));
        }
    }

    /** Where it stands. */
    public enum State {
        /** Only asked for. */
        QUOTED,
        /** Hours of it can still be sold, or what was sold has not run yet. */
        OPEN,
        /** All of it was sold and credited, or has passed. */
        SETTLED,
        /** Its owner has taken it back. */
        WITHDRAWN;

        /** The name as it is stored and sent. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The same with what has come of it by now. */
    Return standing(long sold, Consignments.@Nullable Standing standing) {
        boolean over = state == State.OPEN && standing != null && standing.over();
        return new Return(
                id,
                reservation,
                organization,
                project,
                contract,
                shape,
                site,
                window,
                before,
                whole,
                terms,
                over ? State.SETTLED : state,
                sold,
                standing == null ? credited : standing.credited(),
                createdBy,
                createdAt,
                expiresAt,
                acceptedAt);
    }

    /** How many unit-hours were returned. */
    public long unitHours() {
        return window.length().toHours() * shape.quantity();
    }
}
