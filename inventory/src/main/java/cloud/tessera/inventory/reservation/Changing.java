package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Reduced;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.consignment.ReturnedStock;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes a reservation inside the transaction of its caller, who has locked it: quota, money, tiles and its row, in the
 * order of locks.
 */
final class Changing {
    private final Organizations organizations;
    private final Blocks blocks;
    private final BlockChanges changes;
    private final Offers offers;
    private final Calendar calendar;
    private final Admission admission;
    private final ReturnedStock returned;
    private final Notes notes;

    /** What a reservation is to hold, within the limits that its state allows. */
    record Target(TimeWindow window, Shape shape, String site) {
        static Target of(Reservation it) {
            return new Target(it.window(), it.shape(), it.site());
        }

        Target until(Instant end) {
            return new Target(new TimeWindow(window.start(), end), shape, site);
        }
    }

    Changing(
            Organizations organizations,
            Blocks blocks,
            BlockChanges changes,
            Offers offers,
            Calendar calendar,
            Admission admission,
            ReturnedStock returned,
            Notes notes) {
        this.organizations = organizations;
        this.blocks = blocks;
        this.changes = changes;
        this.offers = offers;
        this.calendar = calendar;
        this.admission = admission;
        this.returned = returned;
        this.notes = notes;
    }

    /** Whether the target would be admitted now, with the tiles it would have; everything is undone. */
    void tryOut(Tx tx, Proposals proposals, Reservation before, Target to) {
        Organization organization = organizations.requireActive(tx, before.organization());
        requireOpen(tx, before, to);
        tx.sql().execute("savepoint try_out");
        quota(tx, before, to);
        tiles(tx, proposals, organization, before, to);
        tx.sql().execute("rollback to savepoint try_out");
        proposals.restart();
    }

    /**
     * Changes it.
     *
     * @param percent how much of the price of what is given up is refunded
     * @param added the quotes of what is added, each charged as a block of its own
     */
    Reduced change(
            Tx tx, Proposals proposals, Reservation before, Target to, int percent, List<Quote> added, String detail) {
        Organization organization = organizations.requireActive(tx, before.organization());
        requireOpen(tx, before, to);
        quota(tx, before, to);
        Reduced reduced = changes.reduce(tx, before.id().value(), kept(before, to), percent);
        Money price = before.price().minus(reduced.refund());
        for (Quote quote : added) {
            var block = tx.newId();
            admission.commit(tx, block, quote.organization(), quote.project(), quote.amount());
            blocks.charge(tx, block, before.id().value(), quote.id());
            price = price.plus(quote.amount());
        }
        giveUp(tx, before, to);
        hold(tx, proposals, before, to, price, detail);
        for (Quote quote : added) {
            returned.sell(tx, new ReturnedStock.Sale(before.id().value(), to.shape(), quote, organization.holder()));
        }
        return reduced;
    }

    /** Gives it its tiles and changes its row, where the money is settled otherwise. */
    void hold(Tx tx, Proposals proposals, Reservation before, Target to, Money price, String detail) {
        tiles(tx, proposals, organizations.of(tx, before.organization()), before, to);
        ChangeStore.change(tx, before, to.window(), to.shape().quantity(), to.site(), price);
        notes.changed(tx, before, to, detail);
    }

    /** What it keeps of what was charged for: nothing at another site, nor where the windows have nothing in common. */
    static Block.Extent kept(Reservation before, Target to) {
        Instant until = to.window().end().minus(before.turnaround());
        boolean same = to.site().equals(before.site());
        return new Block.Extent(to.window().start(), until, same ? to.shape().quantity() : 0);
    }

    /**
     * Refuses another site that cannot be reached or lies outside the claim's limits, and more time at one that cannot be
     * reached. What gives up time or devices needs no link.
     */
    private void requireOpen(Tx tx, Reservation before, Target to) {
        SiteLimits limits = ClaimLimits.of(tx, before.id().value());
        if (!to.site().equals(before.site())) {
            offers.open(tx, to.shape(), to.site(), limits);
        } else if (!AmendmentRules.added(before, to).isEmpty()) {
            offers.requireReachable(tx, to.shape(), to.site(), limits);
        }
    }

    /** Refuses a site that cannot be reached. */
    void requireReachable(Tx tx, Reservation it) {
        offers.requireReachable(
                tx, it.shape(), it.site(), ClaimLimits.of(tx, it.id().value()));
    }

    /** What it had bought of returned hours and gives up is unsold again; null gives up all. */
    void giveUp(Tx tx, Reservation before, @Nullable Target to) {
        TimeWindow had = before.window();
        int quantity = before.shape().quantity();
        if (to == null || !to.site().equals(before.site())) {
            returned.giveUp(tx, before.id().value(), had, quantity, null, 0);
        } else {
            returned.giveUp(
                    tx,
                    before.id().value(),
                    had,
                    quantity,
                    to.window(),
                    to.shape().quantity());
        }
    }

    /** Lets it count as the target against quota: first in the order of locks. */
    void quota(Tx tx, Reservation before, Target to) {
        admission.amend(
                tx,
                new Admission.Booking(
                        before.id().value(),
                        before.organization(),
                        before.project(),
                        to.shape(),
                        Workload.TRAINING,
                        Money.zero(before.price().currency()),
                        to.window().start(),
                        to.window().end()));
    }

    private void tiles(Tx tx, Proposals proposals, Organization organization, Reservation before, Target to) {
        boolean begun = begun(before);
        if (begun && to.window().end().isBefore(before.window().end())) {
            calendar.shorten(tx, proposals, before.id().value(), to.window().end());
            return;
        }
        Instant start = begun ? tx.now() : to.window().start();
        Question question = calendar.search(tx)
                .question(
                        to.shape(),
                        Workload.TRAINING,
                        to.site(),
                        start,
                        to.window().end(),
                        organization.holder());
        Instant first = before.window().start();
        Instant from = begun || first.isAfter(start) ? start : first;
        if (calendar.amend(tx, proposals, before.id().value(), question, from, begun)
                .isEmpty()) {
            Question more = begun ? question.at(more(before, to)) : question;
            throw offers.exhausted(
                    tx,
                    before.project(),
                    more,
                    to.site(),
                    ClaimLimits.of(tx, before.id().value()));
        }
    }

    /** What a running one lacks, so that the alternatives are for that alone. */
    private static Span more(Reservation before, Target to) {
        return Span.of(before.window().end(), to.window().end());
    }

    static boolean begun(Reservation it) {
        return !(it.state() instanceof ReservationState.Scheduled);
    }
}
