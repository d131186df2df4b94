package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.engine.Image;
import cloud.tessera.inventory.engine.Images;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Availability;
import cloud.tessera.inventory.offer.DayAvailability;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.offer.SiteAvailability;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.TimeWindow;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** The use cases that the page calls, together. */
@Singleton
record Market(
        Fleet fleet,
        Availability availability,
        Offers offers,
        Reservations reservations,
        Allocations allocations,
        Projects projects,
        Images images,
        Waitlist waitlist,
        Clock clock) {
    /** An allocation has no end; whether it fits now is looked up for its first day. */
    private static final Duration FIRST_DAY = Duration.ofDays(1);

    List<Site> sites(Caller caller) {
        return fleet.sites(caller);
    }

    /** The models that some site has, by name. */
    List<AcceleratorModel> models(Caller caller) {
        return fleet.stock(caller).stream()
                .map(Stock::model)
                .distinct()
                .map(Shapes::model)
                .sorted(Comparator.comparing(AcceleratorModel::name))
                .toList();
    }

    List<Project> projects(Caller caller) {
        return projects.list(caller);
    }

    List<Image> images(Caller caller) {
        return images.list(caller);
    }

    List<SiteAvailability> find(Caller caller, Wish wish) {
        return availability.find(caller, wish.shape(), wish.workload(), wish.site(), window(wish), wish.limits());
    }

    private TimeWindow window(Wish wish) {
        if (wish.workload() == Workload.TRAINING) {
            return wish.window();
        }
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        return new TimeWindow(hour, hour.plus(FIRST_DAY));
    }

    List<DayAvailability> days(Caller caller, Wish wish, LocalDate from, int days) {
        return availability.days(caller, wish.model(), null, from, days, wish.limits());
    }

    Outcome<Offer> ask(Caller caller, AskOffer ask) {
        return offers.ask(caller, ask);
    }

    Outcome<Reservation> hold(Caller caller, Hold hold) {
        return reservations.hold(caller, hold);
    }

    Outcome<Allocation> start(Caller caller, Start start) {
        return allocations.create(caller, start);
    }
}
