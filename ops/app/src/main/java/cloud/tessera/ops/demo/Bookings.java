package cloud.tessera.ops.demo;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.reservation.AskReturn;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.reservation.Return;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Does what customers of the demo do with capacity: asks, holds, buys, gives back, starts and releases. */
final class Bookings {
    private static final String IMAGE = "device-report";

    private final Offers offers;
    private final Reservations reservations;
    private final Allocations allocations;
    private final Returns returns;
    private final Waitlist waitlist;
    private final MovableClock clock;
    private final SortedMap<String, Integer> refused = new TreeMap<>();
    private int claims;

    Bookings(
            Offers offers,
            Reservations reservations,
            Allocations allocations,
            Returns returns,
            Waitlist waitlist,
            MovableClock clock) {
        this.offers = offers;
        this.reservations = reservations;
        this.allocations = allocations;
        this.returns = returns;
        this.waitlist = waitlist;
        this.clock = clock;
    }

    /** How many reservations and allocations were made. */
    int claims() {
        return claims;
    }

    /** How many wishes were refused, by code. */
    SortedMap<String, Integer> refused() {
        return refused;
    }

    /** Does what a wish asks for now, and enters on the agenda what its customer does about it later. */
    void grant(Customer customer, Wish wish, Agenda agenda) {
        switch (wish) {
            case Wish.Train train -> train(customer, train, agenda);
            case Wish.Serve serve -> serve(customer, serve, agenda);
        }
    }

    private void train(Customer customer, Wish.Train wish, Agenda agenda) {
        Instant start = clock.instant()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(1, ChronoUnit.HOURS)
                .plus(wish.lead());
        var window = new TimeWindow(start, start.plus(wish.length()));
        Optional<Offer> offer = ask(customer.developer(), customer.project(wish), wish.shape(), wish.site(), window);
        if (offer.isEmpty() || wish.fate() == Wish.Fate.LEFT) {
            return;
        }
        Optional<Reservation> held = hold(customer.developer(), offer.get(), wish.name());
        if (held.isEmpty() || wish.fate() == Wish.Fate.EXPIRED) {
            return;
        }
        Instant lastMoment = start.minusSeconds(1);
        Instant thought = clock.instant().plus(wish.think());
        Instant decided = thought.isBefore(lastMoment) ? thought : lastMoment;
        agenda.at(decided, () -> confirm(customer.developer(), held.get()));
        if (wish.fate() == Wish.Fate.CANCELLED) {
            Instant regretted = decided.plus(Duration.between(decided, start).dividedBy(2));
            agenda.at(
                    regretted.truncatedTo(ChronoUnit.SECONDS),
                    () -> answer(
                            reservations.cancel(customer.developer(), held.get().id(), null)));
        }
    }

    Optional<Offer> ask(Caller caller, ProjectId project, Shape shape, @Nullable String site, TimeWindow window) {
        return answer(offers.ask(caller, new AskOffer(project, shape, site, window)));
    }

    Optional<Reservation> hold(Caller caller, Offer offer, String name) {
        Optional<Reservation> held =
                answer(reservations.hold(caller, new Hold(offer.quote().id(), name, IMAGE)));
        claims += held.isPresent() ? 1 : 0;
        return held;
    }

    Optional<Reservation> confirm(Caller caller, Reservation held) {
        return answer(reservations.confirm(caller, held.id()));
    }

    /** Returns what comes from an hour on, to be sold again. */
    Optional<Return> giveBack(Caller caller, Reservation bought, Instant from) {
        return answer(returns.quote(caller, bought.id(), new AskReturn(from, null)))
                .flatMap(quote -> answer(returns.accept(caller, bought.id(), quote.id())));
    }

    /** Waits for room anywhere, at a price. */
    Optional<WaitlistEntry> await(
            Caller caller, ProjectId project, Shape shape, TimeWindow within, int hours, Money most, String name) {
        return answer(waitlist.join(
                caller, new Wait(project, shape, List.of(), within, hours, most, Wait.Mode.BOOK, name, IMAGE)));
    }

    private void serve(Customer customer, Wish.Serve wish, Agenda agenda) {
        Optional<Allocation> started =
                start(customer.developer(), customer.project(wish), wish.shape(), wish.site(), wish.name());
        if (started.isPresent() && wish.life() != null) {
            agenda.at(
                    clock.instant().plus(wish.life()),
                    () -> answer(allocations.release(
                            customer.developer(), started.get().id())));
        }
    }

    Optional<Allocation> start(Caller caller, ProjectId project, Shape shape, @Nullable String site, String name) {
        Optional<Allocation> started = answer(allocations.create(caller, new Start(project, shape, site, name, IMAGE)));
        claims += started.isPresent() ? 1 : 0;
        return started;
    }

    boolean runs(Caller caller, Reservation reservation) {
        return reservations.get(caller, reservation.id()).state() instanceof ReservationState.Active;
    }

    boolean runs(Caller caller, Allocation allocation) {
        return allocations.get(caller, allocation.id()).state() instanceof AllocationState.Active;
    }

    private <T> Optional<T> answer(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> Optional.of(done.value());
            case Outcome.No<T> no -> {
                refused.merge(no.refusal().code(), 1, Integer::sum);
                yield Optional.empty();
            }
        };
    }
}
