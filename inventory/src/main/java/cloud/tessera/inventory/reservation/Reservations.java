package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.consignment.ReturnedStock;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Launch;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Training reservations. What belongs to another organization is refused as {@code not_found}. Calls that book take the
 * caller's idempotency key.
 */
@Singleton
public final class Reservations {
    /** How long a hold lasts unless it is confirmed; never beyond the start of its window. */
    public static final Duration HOLD = Duration.ofMinutes(15);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Quotes quotes;
    private final Blocks blocks;
    private final Offers offers;
    private final Calendar calendar;
    private final Admission admission;
    private final EngineChoice engines;
    private final Notes notes;
    private final Holding holding;
    private final BlockChanges changes;
    private final Cancellations cancellations;
    private final Changing changing;
    private final HoldingTogether together;
    private final ReturnedStock returned;

    public Reservations(
            Transactions transactions,
            Organizations organizations,
            Quotes quotes,
            Blocks blocks,
            BlockChanges changes,
            Audit audit,
            Offers offers,
            Calendar calendar,
            Admission admission,
            GivingWay givingWay,
            ReturnedStock returned,
            EngineChoice engines) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.quotes = quotes;
        this.blocks = blocks;
        notes = new Notes(audit);
        this.offers = offers;
        this.calendar = calendar;
        this.admission = admission;
        this.engines = engines;
        this.changes = changes;
        cancellations = new Cancellations(changes);
        holding = new Holding(organizations, offers, calendar, admission, givingWay, notes);
        changing = new Changing(organizations, blocks, changes, offers, calendar, admission, returned, notes);
        together = new HoldingTogether(transactions, offers, calendar, admission, engines, notes);
        this.returned = returned;
    }

    /**
     * Holds an offer for 15 minutes, or until its window begins: tiles, quota and exposure. Refused as {@code
     * quote_expired}, {@code quote_used}, {@code start_passed}, {@code site_unreachable},
     * {@code capacity_exhausted} (with alternatives), {@code quota_exceeded}, {@code exposure_reached}, {@code
     * unknown_image}, {@code invalid_name}, or {@code one_hold_at_a_time} for organizations that are not verified.
     */
    public Outcome<Reservation> hold(Caller caller, Hold hold) {
        return hold(
                caller, hold, hold.name(), hold.image(), tx -> offers.of(tx, quotes.requireBinding(tx, hold.quote())));
    }

    /** Asks for an offer and holds it, in one transaction; refused as either is. */
    public Outcome<Reservation> hold(Caller caller, HoldDirectly hold) {
        caller.require(Permission.BOOK_CAPACITY);
        Supplier<Outcome<Reservation>> alone =
                () -> hold(caller, hold, hold.name(), hold.image(), tx -> offers.make(tx, hold.ask()));
        return together.hold(caller, hold, alone);
    }

    private Outcome<Reservation> hold(
            Caller caller, Object body, String name, String image, Function<Tx, Offer> offer) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "reservations.hold",
                    body,
                    tx -> {
                        proposals.restart();
                        Launch.check(engines, name, image);
                        return holding.hold(tx, proposals, offer.apply(tx), name, image);
                    },
                    reservation -> reservation.id().text(),
                    (tx, id) -> find(tx, ReservationId.of(id)));
        }
    }

    /**
     * Offers, holds and buys in the transaction of another room, for whoever booked it to be done then; refused as each of
     * these is.
     */
    public Reservation book(Tx tx, Proposals proposals, AskOffer ask, String name, String image) {
        Launch.check(engines, name, image);
        Reservation held = holding.hold(tx, proposals, offers.make(tx, ask), name, image);
        if (!(held.state() instanceof ReservationState.Held state)) {
            throw new IllegalStateException("A hold is not held: " + held.id());
        }
        charge(tx, held);
        return step(tx, held, state.confirm(), held.window().start());
    }

    /**
     * Buys what is held: charges the block. Refused as {@code hold_expired}, {@code start_passed}, {@code wrong_state},
     * {@code site_unreachable} or {@code credit_insufficient}.
     */
    public Outcome<Reservation> confirm(Caller caller, ReservationId id) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.once(
                caller,
                "reservations.confirm",
                id,
                tx -> {
                    Reservation held = lock(tx, id);
                    if (!(held.state() instanceof ReservationState.Held state)) {
                        throw wrongState(
                                "confirmed", held, held.state() instanceof ReservationState.Scheduled ? " again" : "");
                    }
                    Holding.requireAhead(tx, held.window());
                    if (!state.live(tx.now())) {
                        throw Refusal.conflict("hold_expired", "The hold has run out; ask for a new offer.")
                                .asException();
                    }
                    organizations.requireActive(tx, held.organization());
                    offers.requireReachable(tx, held.shape(), held.site(), ClaimLimits.of(tx, id.value()));
                    charge(tx, held);
                    return step(tx, held, state.confirm(), held.window().start());
                },
                reservation -> reservation.id().text(),
                (tx, ref) -> find(tx, ReservationId.of(ref)));
    }

    private void charge(Tx tx, Reservation held) {
        blocks.charge(tx, held.id().value(), held.quote());
        var holder = organizations.of(tx, held.organization()).holder();
        returned.sell(tx, new ReturnedStock.Sale(held.id().value(), held.shape(), quotes.of(tx, held.quote()), holder));
    }

    /**
     * Says what cancelling now would refund, by the {@link CancellationSteps} that it was bought under. It binds for 15
     * minutes and not beyond its start, or the hour in which it runs. Refused as {@code wrong_state}, or as {@code
     * too_late} where nothing is left that could be given back.
     */
    public Outcome<CancellationQuote> quoteCancellation(Caller caller, ReservationId id) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.attempt(caller, tx -> cancellations.quote(tx, lock(tx, id)));
    }

    /**
     * Gives back what is held, free of charge, or what was bought, with the refund of its quote. One that has begun ends
     * at the next whole hour that leaves room for its turnaround, and what lies behind that is refunded. Refused as {@code
     * wrong_state}, {@code too_late}, {@code quote_expired}, and as {@code stale} when the reservation has changed since
     * the caller read it.
     *
     * @param version as the caller read it; null for whatever it is now
     * @param quote what was said of the refund; null for what it is now
     */
    public Outcome<Reservation> cancel(
            Caller caller, ReservationId id, @Nullable Integer version, @Nullable CancellationQuoteId quote) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "reservations.cancel",
                    quote == null ? id : List.of(id.text(), quote.text()),
                    tx -> {
                        proposals.restart();
                        Reservation before = lock(tx, id);
                        if (version != null && version != before.version()) {
                            throw stale();
                        }
                        return cancel(tx, proposals, before, cancellations.of(tx, before, quote));
                    },
                    reservation -> reservation.id().text(),
                    (tx, ref) -> find(tx, ReservationId.of(ref)));
        }
    }

    /** The same without a quote: for what it is now. */
    public Outcome<Reservation> cancel(Caller caller, ReservationId id, @Nullable Integer version) {
        return cancel(caller, id, version, null);
    }

    private Reservation cancel(Tx tx, Proposals proposals, Reservation before, CancellationQuote quote) {
        return switch (before.state()) {
            case ReservationState.Held held -> {
                admission.end(tx, List.of(before.id().value()), tx.now());
                yield step(tx, before, held.cancel(tx.now()), null);
            }
            case ReservationState.Scheduled scheduled -> {
                changes.reduce(tx, before.id().value(), Cancellations.kept(before, null), quote.percent());
                changing.giveUp(tx, before, null);
                admission.end(tx, List.of(before.id().value()), tx.now());
                yield step(tx, before, scheduled.cancel(tx.now()), null);
            }
            case ReservationState.Provisioning _, ReservationState.Active _ -> {
                Instant end = Objects.requireNonNull(quote.keptUntil());
                var to = Changing.Target.of(before).until(end);
                changing.change(
                        tx,
                        proposals,
                        before,
                        to,
                        quote.percent(),
                        List.of(),
                        "It was cancelled and ends with the hour.");
                yield find(tx, before.id());
            }
            case ReservationState.PaymentPending _, ReservationState.Ending _, ReservationState.Over _ ->
                throw wrongState("cancelled", before, "");
        };
    }

    private static RuntimeException stale() {
        return new Refusal(
                        Refusal.Kind.STALE,
                        "stale",
                        "The reservation has changed since you read it.",
                        false,
                        List.of(),
                        null)
                .asException();
    }

    private Reservation step(Tx tx, Reservation before, ReservationState after, @Nullable Instant dueAt) {
        var step = new ReservationSteps.Step(
                before, after, dueAt, Delivery.complete(before.shape().quantity()), before.degraded());
        if (!ReservationSteps.advance(tx, List.of(step))[0]) {
            throw new IllegalStateException("A locked reservation has changed: " + before.id());
        }
        notes.note(tx, before, before.state(), after);
        return find(tx, before.id());
    }

    /** One that the caller of the transaction sees, for another room. */
    public static Optional<Reservation> of(Tx tx, ReservationId id) {
        return ReservationStore.find(tx, id.value());
    }

    static RuntimeException wrongState(String wish, Reservation reservation, String because) {
        return Refusal.conflict(
                        "wrong_state",
                        "A reservation that is " + reservation.state().text().replace('_', ' ') + " cannot be " + wish
                                + because + ".")
                .asException();
    }

    static Reservation lock(Tx tx, ReservationId id) {
        return ReservationStore.lock(tx, id.value())
                .orElseThrow(() -> Refusal.notFound("reservation").asException());
    }

    static Reservation find(Tx tx, ReservationId id) {
        return ReservationStore.find(tx, id.value())
                .orElseThrow(() -> Refusal.notFound("reservation").asException());
    }

    public Reservation get(Caller caller, ReservationId id) {
        return read(caller, Permission.VIEW_WORK, id, (tx, reservation) -> reservation);
    }

    /**
     * Newest first. Operators see those of all organizations.
     *
     * @param project only those of one project; null for all
     * @param stage only those that stand there; null for all
     */
    public Page<Reservation> list(
            Caller caller, @Nullable ProjectId project, @Nullable Stage stage, Page.Request page) {
        caller.require(Permission.VIEW_WORK);
        var before = ReservationStore.cursor(page);
        return Page.of(
                transactions.run(caller, tx -> ReservationStore.list(tx, project, stage, before, page.limit() + 1)),
                page,
                reservation -> reservation.id().text());
    }

    /**
     * What is {@link Stage#COMING}: first the holds, which somebody must confirm, by when they run out; then the others
     * by when they start.
     *
     * @param most 1 to 200
     */
    public List<Reservation> next(Caller caller, int most) {
        caller.require(Permission.VIEW_WORK);
        int limit = Page.Request.first(most).limit();
        return transactions.run(caller, tx -> ReservationStore.next(tx, limit));
    }

    /** What happened to it, oldest first. */
    public List<ClaimEvent> timeline(Caller caller, ReservationId id) {
        return read(caller, Permission.VIEW_WORK, id, (tx, _) -> Timeline.of(tx, id.value()));
    }

    /** What it holds now, piece of a card by piece; empty while it holds nothing, and when it is over. */
    public List<Granted> placement(Caller caller, ReservationId id) {
        return read(
                caller,
                Permission.VIEW_WORK,
                id,
                (tx, _) -> calendar.granted(tx, List.of(id.value())).getOrDefault(id.value(), List.of()));
    }

    /** How to reach the work; empty while it is not ready. */
    public Optional<Access> access(Caller caller, ReservationId id) {
        return read(caller, Permission.USE_CREDENTIALS, id, (tx, _) -> Runs.access(tx, id.value()));
    }

    /** How busy its devices were, oldest first. */
    public List<Sample> utilisation(Caller caller, ReservationId id, TimeWindow window) {
        return read(caller, Permission.VIEW_WORK, id, (tx, _) -> Runs.utilisation(tx, id.value(), window));
    }

    private <T> T read(Caller caller, Permission permission, ReservationId id, BiFunction<Tx, Reservation, T> what) {
        caller.require(permission);
        return transactions.run(caller, tx -> what.apply(tx, find(tx, id)));
    }
}
