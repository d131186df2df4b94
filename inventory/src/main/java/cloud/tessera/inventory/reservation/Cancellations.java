package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Reduced;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Works out what a cancellation refunds, and keeps to it. */
final class Cancellations {
    private final BlockChanges changes;

    Cancellations(BlockChanges changes) {
        this.changes = changes;
    }

    /** Says what cancelling now would refund, and binds it. */
    CancellationQuote quote(Tx tx, Reservation it) {
        CancellationQuote quote = workOut(tx, it);
        ChangeStore.insert(tx, quote);
        return quote;
    }

    /** The quote that the caller has, if it binds, or what it would be now: {@code not_found}, {@code quote_expired}. */
    CancellationQuote of(Tx tx, Reservation it, @Nullable CancellationQuoteId id) {
        if (id == null) {
            return workOut(tx, it);
        }
        CancellationQuote quote = ChangeStore.cancellation(tx, it.id(), id)
                .orElseThrow(() -> Refusal.notFound("cancellation quote").asException());
        requireCancellable(it, tx.now());
        if (!tx.now().isBefore(quote.expiresAt()) || quote.contract() != it.contract()) {
            throw Refusal.conflict(
                            "quote_expired",
                            "What was said of this cancellation held until " + quote.expiresAt()
                                    + ", or until the reservation was changed; ask again.")
                    .asException();
        }
        return quote;
    }

    private CancellationQuote workOut(Tx tx, Reservation it) {
        requireCancellable(it, tx.now());
        Instant keptUntil = Changing.begun(it) && !held(it) ? AmendmentRules.earliestEnd(it, tx.now()) : null;
        CancellationSteps.Step step = held(it)
                ? new CancellationSteps.Step("held", null, 0)
                : CancellationSteps.of(it.cancellationSteps())
                        .at(tx.now(), it.confirmedAt(), it.window().start());
        Money nothing = Money.zero(it.price().currency());
        Reduced reduced = held(it)
                ? new Reduced(nothing, nothing)
                : changes.preview(tx, it.id().value(), kept(it, keptUntil), step.percent());
        return new CancellationQuote(
                new CancellationQuoteId(tx.newId()),
                it.id(),
                it.organization(),
                it.project(),
                it.contract(),
                keptUntil,
                step.code(),
                step.percent(),
                reduced.worth(),
                reduced.refund(),
                tx.now(),
                expiry(it, keptUntil, tx.now()));
    }

    static Block.Extent kept(Reservation it, @Nullable Instant keptUntil) {
        return keptUntil == null
                ? new Block.Extent(it.window().start(), it.billableUntil(), 0)
                : new Block.Extent(
                        it.window().start(),
                        keptUntil.minus(it.turnaround()),
                        it.shape().quantity());
    }

    private static Instant expiry(Reservation it, @Nullable Instant keptUntil, Instant now) {
        Instant until = now.plus(Quotes.BINDING);
        if (keptUntil != null) {
            return AmendmentRules.earlier(until, keptUntil.minus(it.turnaround()));
        }
        return now.isBefore(it.window().start())
                ? AmendmentRules.earlier(until, it.window().start())
                : until;
    }

    private static boolean held(Reservation it) {
        return it.state() instanceof ReservationState.Held;
    }

    private static void requireCancellable(Reservation it, Instant now) {
        boolean may = switch (it.state()) {
            case ReservationState.Held _, ReservationState.Provisioning _, ReservationState.Active _ -> true;
            case ReservationState.Scheduled _ -> now.isBefore(it.window().start());
            case ReservationState.PaymentPending _, ReservationState.Ending _, ReservationState.Over _ -> false;
        };
        if (!may) {
            throw Reservations.wrongState(
                    "cancelled", it, it.state() instanceof ReservationState.Scheduled ? " while it begins" : "");
        }
        if (Changing.begun(it)
                && !held(it)
                && !AmendmentRules.earliestEnd(it, now).isBefore(it.window().end())) {
            throw Refusal.conflict(
                            "too_late",
                            "It ends at " + it.billableUntil() + ", and nothing that could be given back is left.")
                    .asException();
        }
    }
}
