package cloud.tessera.inventory.waitlist;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Where and when there is room for what waits: where it is free, or else where others make way, as they would for whoever
 * books there now. So nobody who comes later finds a place that was not given to who waits.
 */
final class Vacancies {
    /** In so many hours of its time others are asked to make way at once; in the next ones the next time. */
    private static final int STARTS = 24;

    private static final Duration HOUR = Duration.ofHours(1);

    private final Calendar calendar;
    private final GivingWay givingWay;
    private final Quotes quotes;
    private final Catalogue catalogue = Catalogue.shipped();

    /** Room at a site, free or to be made. */
    record Vacancy(String site, TimeWindow window) {}

    Vacancies(Calendar calendar, GivingWay givingWay, Quotes quotes) {
        this.calendar = calendar;
        this.givingWay = givingWay;
        this.quotes = quotes;
    }

    /** The earliest that is free and does not cost too much, or {@code price_above_ceiling} where all that are free do. */
    Optional<Vacancy> free(Tx tx, Wait wait, UUID holder) {
        Search search = calendar.search(tx);
        List<Vacancy> places = new ArrayList<>();
        for (String site : OpenSites.load(tx).open(sites(tx, wait), wait.limits())) {
            search.earliest(
                            question(tx, wait, holder, site, from(tx, wait)),
                            tx.now(),
                            wait.within().end())
                    .ifPresent(start -> places.add(vacancy(wait, site, start)));
        }
        return affordable(tx, wait, places);
    }

    /**
     * The earliest that others would make way for, among the starts of one look; refused as {@link #free}.
     *
     * @param look how often it was looked for before
     */
    Optional<Vacancy> made(Tx tx, Wait wait, UUID holder, int look) {
        int starts = starts(tx, wait);
        if (starts == 0) {
            return Optional.empty();
        }
        int parts = Math.ceilDiv(starts, STARTS);
        int first = look % parts * STARTS;
        int here = Math.min(STARTS, starts - first);
        // Preemptible work is asked for one start of the part, another one each time, as it is by a booking.
        int one = first + look / parts % here;
        Instant from = from(tx, wait);
        List<Vacancy> places = new ArrayList<>();
        for (String site : OpenSites.load(tx).open(sites(tx, wait), wait.limits())) {
            Question part = question(tx, wait, holder, site, from.plus(HOUR.multipliedBy(first)));
            Question then = question(tx, wait, holder, site, from.plus(HOUR.multipliedBy(one)));
            Optional<GivingWay.Made> made =
                    here == 1 ? Optional.empty() : givingWay.findWithin(tx, part, List.of(site), here - 1);
            made.or(() -> givingWay.find(tx, then, List.of(site)))
                    .ifPresent(room -> places.add(vacancy(wait, site, room.from())));
        }
        return affordable(tx, wait, places);
    }

    /** How many starts {@link #made} looks at, at all sites together; at least 1. */
    int work(Tx tx, Wait wait) {
        return Math.max(1, Math.min(STARTS, starts(tx, wait)) * sites(tx, wait).size());
    }

    /** Hours at which it may begin still. */
    private static int starts(Tx tx, Wait wait) {
        Instant last = wait.within().end().minus(length(wait));
        long hours = ChronoUnit.HOURS.between(from(tx, wait), last);
        return last.isBefore(from(tx, wait)) ? 0 : Math.toIntExact(hours + 1);
    }

    /** The first whole hour at which it may begin still. */
    private static Instant from(Tx tx, Wait wait) {
        Instant start = wait.within().start();
        return start.isBefore(tx.now())
                ? Instant.EPOCH.plus(HOUR.multipliedBy(Math.ceilDiv(Span.micros(tx.now()), HOUR.toNanos() / 1000)))
                : start;
    }

    private static Duration length(Wait wait) {
        return Duration.ofHours(wait.hours());
    }

    private List<String> sites(Tx tx, Wait wait) {
        return wait.sites().isEmpty() ? calendar.search(tx).sites(wait.shape().model()) : wait.sites();
    }

    private Question question(Tx tx, Wait wait, UUID holder, String site, Instant start) {
        return calendar.search(tx)
                .question(wait.shape(), Workload.TRAINING, site, start, start.plus(length(wait)), holder);
    }

    private static Vacancy vacancy(Wait wait, String site, Instant start) {
        return new Vacancy(site, new TimeWindow(start, start.plus(length(wait))));
    }

    private Optional<Vacancy> affordable(Tx tx, Wait wait, List<Vacancy> places) {
        places.sort(
                Comparator.comparing((Vacancy place) -> place.window().start()).thenComparing(Vacancy::site));
        Money cheapest = null;
        for (Vacancy place : places) {
            Money price = price(tx, wait, place);
            if (wait.ceiling() == null || !price.exceeds(wait.ceiling())) {
                return Optional.of(place);
            }
            cheapest = cheapest == null ? price : cheapest.min(price);
        }
        if (cheapest == null) {
            return Optional.empty();
        }
        throw Refusal.limit(
                        "price_above_ceiling",
                        "There is room for " + cheapest.text() + ", and it may cost "
                                + Objects.requireNonNull(wait.ceiling()).text()
                                + " at most.")
                .asException();
    }

    private Money price(Tx tx, Wait wait, Vacancy place) {
        return quotes.estimate(
                tx,
                wait.project(),
                wait.shape().sku(),
                Workload.TRAINING,
                place.site(),
                wait.shape().quantity(),
                place.window(),
                Duration.ofMinutes(catalogue.orFungible(wait.shape().model()).turnaroundMinutes()));
    }
}
