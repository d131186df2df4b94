package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Reduced;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.consignment.ReturnedStock;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Extends, shrinks and moves reservations: first an offer that states the price, then its application in one transaction.
 * What is kept stays at the price it was sold for, what is added costs what it costs now, and what is given up is refunded
 * by the {@link CancellationSteps}. One that is refused leaves the reservation as it was.
 */
@Singleton
public final class Amendments {
    private final Transactions transactions;
    private final Quotes quotes;
    private final BlockChanges changes;
    private final Calendar calendar;
    private final Changing changing;

    public Amendments(
            Transactions transactions,
            Organizations organizations,
            Quotes quotes,
            Blocks blocks,
            BlockChanges changes,
            Audit audit,
            Offers offers,
            Calendar calendar,
            Admission admission,
            ReturnedStock returned) {
        this.transactions = transactions;
        this.quotes = quotes;
        this.changes = changes;
        this.calendar = calendar;
        changing =
                new Changing(organizations, blocks, changes, offers, calendar, admission, returned, new Notes(audit));
    }

    /**
     * Says what a change would cost, if there is room for it now; the price binds for 15 minutes, the room is not held.
     * Refused as {@code nothing_changed}, {@code invalid_window}, {@code window_too_short}, {@code invalid_quantity},
     * {@code unknown_site}, {@code no_site_within_limits}, {@code site_unreachable}, {@code wrong_state}, {@code too_late}, {@code no_price}, {@code quota_exceeded}, or {@code
     * capacity_exhausted} with where the time that is missing could be had.
     */
    public Outcome<Amendment> offer(Caller caller, ReservationId id, Amend wish) {
        caller.require(Permission.BOOK_CAPACITY);
        record Asked(String reservation, Amend wish) {}
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "amendments.offer",
                    new Asked(id.text(), wish),
                    tx -> {
                        proposals.restart();
                        return offer(tx, proposals, Reservations.lock(tx, id), wish);
                    },
                    offer -> offer.id().text(),
                    (tx, ref) -> find(tx, id, AmendmentId.of(ref)));
        }
    }

    private Amendment offer(Tx tx, Proposals proposals, Reservation before, Amend wish) {
        Changing.Target to = AmendmentRules.target(before, wish, tx.now());
        calendar.requireSite(tx, to.site());
        calendar.search(tx).check(to.shape());
        List<Quote> added = new ArrayList<>();
        for (AmendmentRules.Added part : AmendmentRules.added(before, to)) {
            added.add(quotes.make(
                    tx,
                    before.project(),
                    to.shape().sku(),
                    Workload.TRAINING,
                    to.site(),
                    to.shape().quantity(),
                    part.window(),
                    part.turnaround()));
        }
        changing.tryOut(tx, proposals, before, to);
        int percent = AmendmentRules.percent(before, tx.now());
        Reduced reduced = changes.preview(tx, before.id().value(), Changing.kept(before, to), percent);
        Money additional = added.stream()
                .map(Quote::amount)
                .reduce(Money.zero(before.price().currency()), Money::plus);
        Amendment offer = new Amendment(
                new AmendmentId(tx.newId()),
                before.id(),
                before.organization(),
                before.project(),
                before.contract(),
                to.window(),
                to.shape().quantity(),
                to.site(),
                added.stream().map(Quote::id).toList(),
                additional,
                reduced.worth(),
                percent,
                reduced.refund(),
                before.price().plus(additional).minus(reduced.refund()),
                tx.caller().actor(),
                tx.now(),
                AmendmentRules.expiry(before, to, tx.now()),
                null);
        ChangeStore.insert(tx, offer);
        return offer;
    }

    /**
     * Applies an offer: charges what is added, refunds what is given up, and gives the reservation its tiles. Refused as
     * {@code amendment_expired}, {@code amendment_stale} (the reservation was changed since), {@code amendment_applied},
     * {@code wrong_state}, {@code too_late}, {@code no_site_within_limits}, {@code site_unreachable}, {@code
     * quota_exceeded}, {@code exposure_reached}, {@code credit_insufficient} or {@code capacity_exhausted}.
     */
    public Outcome<Reservation> apply(Caller caller, ReservationId id, AmendmentId amendment) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "amendments.apply",
                    List.of(id.text(), amendment.text()),
                    tx -> {
                        proposals.restart();
                        return apply(tx, proposals, Reservations.lock(tx, id), find(tx, id, amendment));
                    },
                    reservation -> reservation.id().text(),
                    (tx, ref) -> Reservations.find(tx, ReservationId.of(ref)));
        }
    }

    private Reservation apply(Tx tx, Proposals proposals, Reservation before, Amendment offer) {
        if (offer.appliedAt() != null) {
            throw Refusal.conflict("amendment_applied", "This change was made at " + offer.appliedAt() + ".")
                    .asException();
        }
        if (offer.contract() != before.contract()) {
            throw Refusal.conflict(
                            "amendment_stale",
                            "The reservation was changed after this offer was made; ask for a new one.")
                    .asException();
        }
        AmendmentRules.requireChangeable(before, offer.window().end(), tx.now());
        if (!tx.now().isBefore(offer.expiresAt())) {
            throw Refusal.conflict(
                            "amendment_expired", "This offer bound until " + offer.expiresAt() + "; ask for a new one.")
                    .asException();
        }
        var to = new Changing.Target(
                offer.window(), AmendmentRules.with(before.shape(), offer.quantity()), offer.site());
        List<Quote> added =
                offer.quotes().stream().map(quote -> quotes.of(tx, quote)).toList();
        Reduced reduced = changing.change(tx, proposals, before, to, offer.percent(), added, "");
        if (!reduced.refund().equals(offer.refund())) {
            throw new IllegalStateException("The refund of " + offer.id() + " is not what was offered");
        }
        ChangeStore.applied(tx, offer.id());
        return Reservations.find(tx, before.id());
    }

    /** An offer of the caller's organization, also one that no longer binds. */
    public Amendment get(Caller caller, ReservationId id, AmendmentId amendment) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> find(tx, id, amendment));
    }

    private static Amendment find(Tx tx, ReservationId id, AmendmentId amendment) {
        Reservations.find(tx, id);
        return ChangeStore.amendment(tx, id, amendment)
                .orElseThrow(() -> Refusal.notFound("amendment").asException());
    }
}
