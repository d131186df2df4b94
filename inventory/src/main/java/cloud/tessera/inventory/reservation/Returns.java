package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Consignments;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.consignment.ReturnedStock;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Returns unused hours of reservations, to be sold again at list price after what the operator has unsold of the same: the
 * proceeds come back as credit, never above what was paid for those hours, less a fee ({@link ReturnRules}). Nothing is
 * paid for hours that nobody has bought when they pass.
 */
@Singleton
public final class Returns {
    private static final int AHEAD = 1000;

    private final Transactions transactions;
    private final Organizations organizations;
    private final Quotes quotes;
    private final Consignments consignments;
    private final Calendar calendar;
    private final ReturnedStock stock;
    private final Returning returning;

    public Returns(
            Transactions transactions,
            Organizations organizations,
            Quotes quotes,
            Blocks blocks,
            BlockChanges changes,
            Consignments consignments,
            Audit audit,
            Offers offers,
            Calendar calendar,
            Admission admission,
            ReturnedStock stock) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.quotes = quotes;
        this.consignments = consignments;
        this.calendar = calendar;
        this.stock = stock;
        var notes = new Notes(audit);
        var changing = new Changing(organizations, blocks, changes, offers, calendar, admission, stock, notes);
        returning = new Returning(consignments, admission, stock, changing, notes);
    }

    /**
     * Says what a return comes to. It binds for 15 minutes, and not beyond the moment at which the hours begin; nothing is
     * changed. Refused as {@code invalid_window}, {@code invalid_quantity}, {@code window_too_short} (of what is kept),
     * {@code wrong_state}, {@code too_late} or {@code no_price}.
     */
    public Outcome<Return> quote(Caller caller, ReservationId id, AskReturn wish) {
        caller.require(Permission.BOOK_CAPACITY);
        record Asked(String reservation, AskReturn wish) {}
        calendar.search(caller);
        return transactions.once(
                caller,
                "returns.quote",
                new Asked(id.text(), wish),
                tx -> quote(tx, Reservations.lock(tx, id), wish),
                quote -> quote.id().text(),
                (tx, ref) -> find(tx, ReturnId.of(ref)));
    }

    private Return quote(Tx tx, Reservation it, AskReturn wish) {
        ReturnedPart part = ReturnedPart.of(it, wish, tx.now());
        TimeWindow window = part.window();
        Shape shape = AmendmentRules.with(it.shape(), part.quantity());
        Block.Extent kept = part.kept(it);
        Money worth = consignments.preview(tx, it.id().value(), kept);
        Money list = quotes.estimate(
                tx,
                it.project(),
                shape.sku(),
                Workload.TRAINING,
                it.site(),
                part.quantity(),
                window,
                part.uncharged(it));
        var holder = organizations.of(tx, it.organization()).holder();
        var terms = new Return.Terms(
                ReturnRules.CURRENT.version(),
                ReturnRules.CURRENT.feePercent(),
                worth,
                list,
                stock.free(tx, shape, it.site(), window, holder, AHEAD));
        var quote = new Return(
                new ReturnId(tx.newId()),
                it.id(),
                it.organization(),
                it.project(),
                it.contract(),
                shape,
                it.site(),
                window,
                new Return.Before(it.window().end(), it.shape().quantity()),
                part.whole(it),
                terms,
                Return.State.QUOTED,
                0,
                Money.zero(worth.currency()),
                tx.caller().actor(),
                tx.now(),
                AmendmentRules.earlier(
                        tx.now().plus(Quotes.BINDING),
                        window.start().minus(part.uncharged(it).isZero() ? it.turnaround() : Duration.ZERO)),
                null);
        ReturnStore.insert(tx, quote);
        return quote;
    }

    /**
     * Returns what was quoted: the reservation is left with the rest, or cancelled where nothing is, and the hours can be
     * sold. Refused as {@code return_expired}, {@code return_stale} (the reservation was changed since), {@code
     * return_accepted}, {@code wrong_state} or {@code too_late}.
     */
    public Outcome<Return> accept(Caller caller, ReservationId id, ReturnId quote) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "returns.accept",
                    List.of(id.text(), quote.text()),
                    tx -> {
                        proposals.restart();
                        Reservation before = Reservations.lock(tx, id);
                        returning.accept(tx, proposals, before, of(tx, id, quote));
                        return find(tx, quote);
                    },
                    done -> done.id().text(),
                    (tx, ref) -> find(tx, ReturnId.of(ref)));
        }
    }

    /**
     * Takes a return back: the reservation has its hours again, at the price that was paid for them. Refused as {@code
     * wrong_state}, {@code return_sold} (some of it was sold, or has begun), {@code return_stale} (the reservation was
     * changed since), {@code site_unreachable}, {@code quota_exceeded} or {@code capacity_exhausted} (somebody else has the place).
     */
    public Outcome<Return> withdraw(Caller caller, ReturnId id) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.attempt(caller, tx -> {
                proposals.restart();
                Reservation before = Reservations.lock(tx, find(tx, id).reservation());
                returning.withdraw(tx, proposals, before, find(tx, id));
                return find(tx, id);
            });
        }
    }

    public Return get(Caller caller, ReturnId id) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> find(tx, id));
    }

    /**
     * What was returned, newest first; quotes are left out. Operators see that of all organizations.
     *
     * @param reservation only of one; null for all
     */
    public Page<Return> list(Caller caller, @Nullable ReservationId reservation, Page.Request page) {
        caller.require(Permission.VIEW_WORK);
        var before = ReturnStore.cursor(page);
        return Page.of(
                transactions.run(
                        caller, tx -> standing(tx, ReturnStore.list(tx, reservation, before, page.limit() + 1))),
                page,
                each -> each.id().text());
    }

    private Return of(Tx tx, ReservationId reservation, ReturnId id) {
        Return found = find(tx, id);
        if (!found.reservation().equals(reservation)) {
            throw Refusal.notFound("return").asException();
        }
        return found;
    }

    private Return find(Tx tx, ReturnId id) {
        return standing(tx, ReturnStore.find(tx, id).stream().toList()).stream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("return").asException());
    }

    /** With what was sold and credited by now. */
    private List<Return> standing(Tx tx, List<Return> returns) {
        var ids = returns.stream().map(each -> each.id().value()).toList();
        Map<UUID, Long> sold = stock.sold(tx, ids);
        var standing = consignments.standing(tx, ids);
        return returns.stream()
                .map(each -> each.standing(
                        sold.getOrDefault(each.id().value(), 0L),
                        standing.get(each.id().value())))
                .toList();
    }
}
