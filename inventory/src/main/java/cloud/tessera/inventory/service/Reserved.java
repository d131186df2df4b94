package cloud.tessera.inventory.service;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What a reservation gives to the baseline of a service: its run serves with what it holds, as long as it runs. It was paid
 * for as a block and is billed as such; the service starts on demand only what it does not give.
 */
final class Reserved {
    /** So long before the end of its time it no longer counts, so that what comes instead is ready by then. */
    static final Duration LEAD = Duration.ofMinutes(5);

    private Reserved() {}

    /** Refused as {@code invalid_reservation} where the baseline of a service cannot rest on its reservation. */
    static void check(Tx tx, Service service) {
        ReservationId id = service.scale().baselineOn();
        if (id == null) {
            return;
        }
        Reservation it = Reservations.of(tx, id)
                .filter(found -> found.organization().equals(service.organization())
                        && found.project().equals(service.project()))
                .orElseThrow(() -> invalid("The project has no such reservation."));
        Shape each = service.shape();
        if (it.state().over() || it.state() instanceof ReservationState.Ending) {
            throw invalid("Its time is over.");
        }
        if (!it.shape().sku().equals(each.sku()) || it.shape().quantity() < each.quantity()) {
            throw invalid("It is " + it.shape().quantity() + " x " + it.shape().sku() + ", and a replica is "
                    + each.quantity() + " x " + each.sku() + ".");
        }
        if (!it.image().equals(service.image())) {
            throw invalid("It runs " + it.image() + ", and the service runs " + service.image() + ".");
        }
        if (service.site() != null && !service.site().equals(it.site())) {
            throw invalid("It is in " + it.site() + ", and the service is in " + service.site() + ".");
        }
        var limits = ClaimLimits.of(tx, service.id().value());
        if (!limits.none() && !OpenSites.load(tx).within(it.site(), limits)) {
            throw invalid("It is in " + it.site() + ", which is not within the limits of the service.");
        }
    }

    /** How many replicas run on it now: fewer where it is degraded, none before it is ready and shortly before its end. */
    static int replicas(Tx tx, Calendar calendar, Service service) {
        ReservationId id = service.scale().baselineOn();
        return id == null
                ? 0
                : Reservations.of(tx, id)
                        .filter(it -> it.state() instanceof ReservationState.Active
                                && tx.now().isBefore(it.billableUntil().minus(LEAD)))
                        .map(it -> replicas(tx, calendar, service.shape(), it))
                        .orElse(0);
    }

    private static int replicas(Tx tx, Calendar calendar, Shape each, Reservation it) {
        UUID claim = it.id().value();
        int pieces = calendar.pieces(tx, List.of(claim))
                .getOrDefault(claim, List.of())
                .size();
        int units = each.thousandths() ? it.shape().quantity() : pieces;
        return pieces == 0 ? 0 : units / each.quantity();
    }

    private static RuntimeException invalid(String why) {
        return Refusal.invalid(
                        "invalid_reservation", "The baseline cannot rest on this reservation. " + why, "reservation_id")
                .asException();
    }
}
