package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;

/** Makes holds out of offers. */
final class Holding {
    private final Organizations organizations;
    private final Offers offers;
    private final Calendar calendar;
    private final Admission admission;
    private final GivingWay givingWay;
    private final Notes notes;

    Holding(
            Organizations organizations,
            Offers offers,
            Calendar calendar,
            Admission admission,
            GivingWay givingWay,
            Notes notes) {
        this.organizations = organizations;
        this.offers = offers;
        this.calendar = calendar;
        this.admission = admission;
        this.givingWay = givingWay;
        this.notes = notes;
    }

    /** Holds what was offered, in the transaction of the caller. */
    Reservation hold(Tx tx, Proposals proposals, Offer offer, String name, String image) {
        var quote = offer.quote();
        Organization organization = organizations.requireActive(tx, quote.organization());
        requireAhead(tx, quote.window());
        offers.requireReachable(tx, offer.shape(), offer.site(), offer.limits());
        if (ReservationStore.quoteUsed(tx, quote.id())) {
            throw quoteUsed();
        }
        Reservation reservation = new Reservation(
                new ReservationId(tx.newId()),
                quote.organization(),
                quote.project(),
                quote.id(),
                name,
                offer.shape(),
                offer.site(),
                quote.window(),
                offer.turnaround(),
                quote.amount(),
                image,
                new ReservationState.Held(until(tx, quote.window())),
                null,
                false,
                Duration.ZERO,
                tx.caller().actor(),
                tx.now(),
                null,
                CancellationSteps.CURRENT,
                1,
                1);
        Question question = calendar.search(tx)
                .question(
                        offer.shape(),
                        Workload.TRAINING,
                        offer.site(),
                        quote.window().start(),
                        quote.window().end(),
                        organization.holder());
        var booking = new Admission.Booking(
                reservation.id().value(),
                quote.organization(),
                quote.project(),
                offer.shape(),
                Workload.TRAINING,
                quote.amount(),
                quote.window().start(),
                quote.window().end());
        if (admission
                        .admit(tx, proposals, booking, question, locked -> oneHold(locked, organization))
                        .isEmpty()
                && givingWay.makeRoom(tx, proposals, booking.claim(), question).isEmpty()) {
            throw offers.exhausted(tx, quote.project(), question, offer.site(), offer.limits());
        }
        if (!ReservationStore.insert(tx, reservation)) {
            throw quoteUsed();
        }
        ClaimLimits.bind(tx, reservation.id().value(), reservation.organization(), offer.limits());
        notes.note(tx, reservation, null, reservation.state());
        return reservation;
    }

    /** A block is paid for from its start on, so that it can be held and bought only until then. */
    static void requireAhead(Tx tx, TimeWindow window) {
        if (tx.now().isAfter(window.start())) {
            throw Refusal.conflict(
                            "start_passed",
                            "The window began at " + window.start()
                                    + ", and time that has passed cannot be delivered; ask for a new offer.")
                    .asException();
        }
    }

    /** Not beyond the start, except where the window begins at this very moment. */
    static Instant until(Tx tx, TimeWindow window) {
        Instant until = tx.now().plus(Reservations.HOLD);
        return window.start().isAfter(tx.now()) && window.start().isBefore(until) ? window.start() : until;
    }

    private static void oneHold(Tx tx, Organization organization) {
        if (!organization.verified() && ReservationStore.holdsAnything(tx, organization.id())) {
            throw Refusal.conflictForNow(
                            "one_hold_at_a_time",
                            "Until your organization is verified it can hold one thing at a time; confirm or cancel the"
                                    + " one that is held.")
                    .asException();
        }
    }

    private static RuntimeException quoteUsed() {
        return Refusal.conflict("quote_used", "This quote serves another reservation; ask for a new one.")
                .asException();
    }
}
