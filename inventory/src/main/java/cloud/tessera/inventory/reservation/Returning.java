package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.Consignments;
import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.consignment.ReturnedStock;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;

/**
 * Takes returns and gives them back, inside the transaction of its caller, who has locked the reservation: quota, money,
 * tiles and last the returned hours, in the order of locks.
 */
final class Returning {
    private final Consignments consignments;
    private final Admission admission;
    private final ReturnedStock stock;
    private final Changing changing;
    private final Notes notes;

    Returning(Consignments consignments, Admission admission, ReturnedStock stock, Changing changing, Notes notes) {
        this.consignments = consignments;
        this.admission = admission;
        this.stock = stock;
        this.changing = changing;
        this.notes = notes;
    }

    void accept(Tx tx, Proposals proposals, Reservation it, Return quote) {
        requireQuoted(tx, it, quote);
        ReturnedPart.requireReturnable(it, tx.now());
        var part = new ReturnedPart(quote.window(), quote.shape().quantity());
        Changing.Target to = quote.whole() ? null : ReturnedPart.kept(it, quote);
        if (to != null) {
            changing.quota(tx, it, to);
        }
        Money worth = consignments.open(
                tx,
                quote.id().value(),
                it.id().value(),
                part.kept(it),
                quote.unitHours(),
                quote.terms().feePercent());
        if (!worth.equals(quote.terms().worth())) {
            throw new IllegalStateException("What " + quote.id() + " is worth is not what was quoted");
        }
        if (to == null) {
            end(tx, it);
        } else {
            changing.hold(tx, proposals, it, to, it.price(), "Hours of it were returned for resale.");
        }
        stock.put(
                tx,
                quote.id().value(),
                it.organization(),
                it.site(),
                it.shape().sku(),
                quote.window(),
                quote.shape().quantity());
        ReturnStore.accept(tx, quote.id(), quote.whole() ? it.contract() : it.contract() + 1);
        notes.returned(tx, quote, "accepted");
    }

    private void end(Tx tx, Reservation it) {
        if (!(it.state() instanceof ReservationState.Scheduled scheduled)) {
            throw new IllegalStateException("Only what has not begun is returned as a whole: " + it.id());
        }
        admission.end(tx, List.of(it.id().value()), tx.now());
        var after = scheduled.cancel(tx.now());
        var step = new ReservationSteps.Step(
                it, after, null, Delivery.complete(it.shape().quantity()), it.degraded());
        if (!ReservationSteps.advance(tx, List.of(step))[0]) {
            throw new IllegalStateException("A locked reservation has changed: " + it.id());
        }
        notes.note(tx, it, it.state(), after);
    }

    private static void requireQuoted(Tx tx, Reservation it, Return quote) {
        if (quote.state() != Return.State.QUOTED) {
            throw Refusal.conflict("return_accepted", "This was returned at " + quote.acceptedAt() + ".")
                    .asException();
        }
        if (quote.contract() != it.contract()) {
            throw Refusal.conflict(
                            "return_stale",
                            "The reservation was changed after this return was quoted; ask for a new quote.")
                    .asException();
        }
        if (!tx.now().isBefore(quote.expiresAt())) {
            throw Refusal.conflict(
                            "return_expired", "This quote bound until " + quote.expiresAt() + "; ask for a new one.")
                    .asException();
        }
    }

    void withdraw(Tx tx, Proposals proposals, Reservation it, Return back) {
        if (back.state() != Return.State.OPEN) {
            throw Refusal.conflict(
                            "wrong_state",
                            "A return that is " + back.state().text() + " cannot be withdrawn; one that is open can.")
                    .asException();
        }
        if (back.soldHours() > 0 || !tx.now().isBefore(back.window().start())) {
            throw sold();
        }
        if (it.contract() != back.contract()) {
            throw stale();
        }
        Reservation has = back.whole() ? revived(tx, it) : it;
        requireChangeable(has);
        changing.requireReachable(tx, has);
        var to = new Changing.Target(
                new TimeWindow(has.window().start(), back.before().end()),
                AmendmentRules.with(has.shape(), back.before().quantity()),
                has.site());
        changing.quota(tx, has, to);
        consignments.withdraw(tx, back.id().value());
        changing.hold(tx, proposals, has, to, has.price(), "A return was withdrawn.");
        if (!stock.withdraw(tx, back.id().value())) {
            throw sold();
        }
        ReturnStore.withdraw(tx, back.id());
        notes.returned(tx, back, "withdrawn");
    }

    /** One that was returned as a whole is cancelled; it is scheduled again, to have its place back or nothing happens. */
    private static Reservation revived(Tx tx, Reservation it) {
        if (!(it.state() instanceof ReservationState.Cancelled cancelled)) {
            throw stale();
        }
        ChangeStore.revive(tx, it, cancelled.revive());
        return Reservations.lock(tx, it.id());
    }

    private static void requireChangeable(Reservation it) {
        boolean may = it.state() instanceof ReservationState.Scheduled
                || it.state() instanceof ReservationState.Provisioning
                || it.state() instanceof ReservationState.Active;
        if (!may) {
            throw Reservations.wrongState("given its hours back", it, "");
        }
    }

    private static RuntimeException stale() {
        return Refusal.conflict(
                        "return_stale", "The reservation was changed after this return and cannot have the hours back.")
                .asException();
    }

    private static RuntimeException sold() {
        return Refusal.conflict("return_sold", "Some of it was sold or has begun, so that it cannot be withdrawn.")
                .asException();
    }
}
