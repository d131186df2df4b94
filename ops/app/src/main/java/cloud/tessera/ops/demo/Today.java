package cloud.tessera.ops.demo;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.ops.lapse.TimeLapse;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * What the visitor finds: a training reservation and an allocation of the startup that are real processes, so that their
 * addresses answer, a hold that waits for a decision, hours that were returned, and an entry of the waitlist.
 */
final class Today {
    /** Real processes at once: enough for what is made here and for what a visitor starts first. */
    private static final int REAL_PROCESSES = 8;

    private static final Shape RUN = Shape.cards("nvidia-h100-80gb", 1);
    private static final Shape SERVICE = Shape.partitions("nvidia-h100-80gb", "1g.10gb", 1);

    private static final Shape GANG = new Shape("nvidia-h100-80gb", null, 4, true, 0, 0);
    private static final Money CHEAP = Money.of("50.00", "EUR");

    private static final Duration LEAD = Duration.ofMinutes(20);
    private static final Duration DECISION = Duration.ofMinutes(5);
    private static final Duration SERVICE_AGE = Duration.ofMinutes(3);
    private static final int MOST_LOOKS = 200;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Bookings bookings;
    private final Caller developer;
    private final ProjectId project;
    private final IntConsumer realProcesses;
    private final MovableClock clock;

    Today(Bookings bookings, Customer startup, IntConsumer realProcesses, MovableClock clock) {
        this.bookings = bookings;
        this.developer = startup.developer();
        this.project = startup.projects().getFirst();
        this.realProcesses = realProcesses;
        this.clock = clock;
    }

    void enter(Agenda agenda, TimeLapse time, Instant until) {
        Instant hour = until.truncatedTo(ChronoUnit.HOURS);
        Instant serviceStarts = until.minus(SERVICE_AGE);
        agenda.at(hour.minus(LEAD), () -> bookRun(agenda, time, hour));
        agenda.at(
                (hour.isBefore(serviceStarts) ? hour : serviceStarts).minusSeconds(1),
                () -> realProcesses.accept(REAL_PROCESSES));
        agenda.at(serviceStarts, () -> startService(time));
        agenda.at(serviceStarts, () -> bookAndReturn(hour));
        agenda.at(until, () -> hold("next-experiment", new TimeWindow(hoursAfter(hour, 3), hoursAfter(hour, 11))));
    }

    /** A run of tomorrow, of which less is needed than was bought, and one that waits until it costs less. */
    private void bookAndReturn(Instant hour) {
        hold("overnight-sweep", new TimeWindow(hoursAfter(hour, 26), hoursAfter(hour, 40)))
                .ifPresent(held -> {
                    bookings.confirm(developer, held);
                    bookings.giveBack(developer, held, hoursAfter(hour, 34));
                });
        bookings.await(
                developer,
                project,
                GANG,
                new TimeWindow(hoursAfter(hour, 4), hoursAfter(hour, 4 + 7 * 24)),
                24,
                CHEAP,
                "distill-when-cheap");
    }

    private void bookRun(Agenda agenda, TimeLapse time, Instant start) {
        hold("instruct-tuning", new TimeWindow(start, hoursAfter(start, 24))).ifPresent(held -> {
            agenda.at(start.minus(LEAD).plus(DECISION), () -> bookings.confirm(developer, held));
            agenda.at(start, () -> await(time, () -> bookings.runs(developer, held)));
        });
    }

    private void startService(TimeLapse time) {
        bookings.start(developer, project, SERVICE, null, "chat-preview")
                .ifPresent(started -> await(time, () -> bookings.runs(developer, started)));
    }

    private Optional<Reservation> hold(String name, TimeWindow window) {
        return bookings.ask(developer, project, RUN, null, window)
                .flatMap(offer -> bookings.hold(developer, offer, name));
    }

    /** A real process takes real time to start, which the clock would otherwise rush past. */
    private void await(TimeLapse time, BooleanSupplier running) {
        for (int look = 0; look < MOST_LOOKS && !running.getAsBoolean(); look++) {
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            time.to(clock.instant().plusSeconds(1));
        }
    }

    private static Instant hoursAfter(Instant hour, int hours) {
        return hour.plus(hours, ChronoUnit.HOURS);
    }
}
