package cloud.tessera.inventory.offer;

import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What would work instead of a shape that has no place: the same at another site, later, or less of it. Each was looked
 * for in the same way as the shape itself and has a price, so that asking for it works, unless somebody is faster.
 */
final class Alternatives {
    private static final int MOST_SITES = 2;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Search search;
    private final GivingWay givingWay;
    private final Quotes quotes;
    private final OpenSites open;
    private final SiteLimits limits;
    private final OtherShapes otherShapes;
    private final Catalogue catalogue = Catalogue.shipped();

    /** @param limits what is offered instead lies within them */
    Alternatives(Search search, GivingWay givingWay, Quotes quotes, OpenSites open, SiteLimits limits) {
        this.search = search;
        this.givingWay = givingWay;
        this.quotes = quotes;
        this.open = open;
        this.limits = limits;
        otherShapes = new OtherShapes(search, quotes, open, limits);
    }

    /** @param site where it was asked for; null where any site would have done, so that no other one can help */
    List<Refusal.Alternative> of(Tx tx, ProjectId project, Question question, @Nullable String site) {
        List<Refusal.Alternative> found = new ArrayList<>();
        List<String> sites = open.open(search.sites(question.model().key()), limits);
        if (site != null) {
            found.addAll(otherSites(tx, project, question, sites, site));
        }
        for (String each : site == null ? sites : List.of(site)) {
            Question here = question.in(each);
            earlier(tx, project, here).ifPresent(found::add);
            inAnHour(tx, project, here).ifPresent(found::add);
            later(tx, project, here).filter(later -> !found.contains(later)).ifPresent(found::add);
            smaller(tx, project, question, site == null ? sites : List.of(site)).ifPresent(found::add);
            smallerProfile(tx, project, here).ifPresent(found::add);
            if (!found.isEmpty()) {
                break;
            }
        }
        if (question.workload() == Workload.TRAINING) {
            found.addAll(otherShapes.of(tx, project, question, site));
            if (possible(question, site)) {
                found.add(waitlist(question, site));
            }
        }
        return found;
    }

    /** Whether it could be booked if nobody held anything and all links were up, so that it may be asked for again later. */
    boolean possible(Question question, @Nullable String site) {
        return (site == null ? search.sites(question.model().key()) : List.of(site))
                .stream()
                        .filter(each -> open.within(each, limits))
                        .anyMatch(each -> search.everFree(question.in(each)));
    }

    /** What to post to {@code /waitlist-entries}: it books by itself when capacity returns. */
    private Refusal.Alternative waitlist(Question question, @Nullable String site) {
        TimeWindow window = window(question);
        Map<String, String> request = new LinkedHashMap<>();
        request.put("start", window.start().toString());
        request.put("end", window.end().toString());
        request.put("hours", Long.toString(window.length().toHours()));
        if (site != null) {
            request.put("site", site);
        }
        if (limits.region() != null) {
            request.put("limits.region", limits.region());
            request.put("limits.within_ms", String.valueOf(limits.withinMs()));
        }
        if (!limits.jurisdictions().isEmpty()) {
            request.put("limits.jurisdictions", String.join(",", limits.jurisdictions()));
        }
        return new Refusal.Alternative(
                "waitlist", "Join the waitlist: it books or tells you when capacity returns.", request);
    }

    private Optional<Refusal.Alternative> earlier(Tx tx, ProjectId project, Question question) {
        if (question.workload() != Workload.TRAINING) {
            return Optional.empty();
        }
        Duration length = window(question).length();
        return search.latestBefore(question, tx.now())
                .filter(start -> priced(tx, project, question.at(Span.of(start, start.plus(length)))))
                .map(start -> new Refusal.Alternative(
                        "earlier",
                        "The same is free in " + question.site() + " from " + start + ".",
                        Map.of(
                                "site", question.site(),
                                "start", start.toString(),
                                "end", start.plus(length).toString())));
    }

    private List<Refusal.Alternative> otherSites(
            Tx tx, ProjectId project, Question question, List<String> sites, String site) {
        List<Refusal.Alternative> found = new ArrayList<>();
        for (String other : sites) {
            Question there = question.in(other);
            if (!other.equals(site)
                    && found.size() < MOST_SITES
                    && search.find(there).isPresent()
                    && priced(tx, project, there)) {
                found.add(new Refusal.Alternative(
                        "other_site", "The same is free in " + other + ".", Map.of("site", other)));
            }
        }
        return found;
    }

    private Optional<Refusal.Alternative> later(Tx tx, ProjectId project, Question question) {
        if (question.workload() != Workload.TRAINING) {
            return Optional.empty();
        }
        Duration length = window(question).length();
        return search.earliest(question, tx.now(), Offers.horizon(tx.now()))
                .filter(start -> priced(tx, project, question.at(Span.of(start, start.plus(length)))))
                .map(start -> later(question, start, length));
    }

    /** What begins too soon for others to make way may do so an hour later. */
    private Optional<Refusal.Alternative> inAnHour(Tx tx, ProjectId project, Question question) {
        TimeWindow window = window(question);
        Instant start = window.start().plus(HOUR);
        Question then = question.at(Span.of(start, window.end().plus(HOUR)));
        return question.workload() == Workload.TRAINING
                        && window.start().isBefore(tx.now().plus(HOUR))
                        && priced(tx, project, then)
                        && givingWay.find(tx, then, List.of(question.site())).isPresent()
                ? Optional.of(later(question, start, window.length()))
                : Optional.empty();
    }

    private static Refusal.Alternative later(Question question, Instant start, Duration length) {
        return new Refusal.Alternative(
                "later",
                "The same can be had in " + question.site() + " from " + start + ".",
                Map.of(
                        "site", question.site(),
                        "start", start.toString(),
                        "end", start.plus(length).toString()));
    }

    /** The most that is free at one of some sites, at the first of those that have as much. */
    private Optional<Refusal.Alternative> smaller(Tx tx, ProjectId project, Question question, List<String> sites) {
        Shape shape = question.shape();
        String best = "";
        int most = 0;
        for (String each : sites) {
            int free = free(question.in(each));
            if (free > most && priced(tx, project, with(question.in(each), shape.profile(), free))) {
                best = each;
                most = free;
            }
        }
        return most == 0
                ? Optional.empty()
                : Optional.of(new Refusal.Alternative(
                        "smaller",
                        most + " x " + shape.sku() + " are free in " + best + ".",
                        Map.of("site", best, "quantity", Integer.toString(most))));
    }

    /** The largest quantity, below what was asked for, that fits; what fits once fits when it is less. */
    private int free(Question question) {
        int low = 0;
        int high = question.shape().quantity() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (search.find(with(question, question.shape().profile(), middle)).isPresent()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Optional<Refusal.Alternative> smallerProfile(Tx tx, ProjectId project, Question question) {
        Shape shape = question.shape();
        if (!(question.model().geometry() instanceof Geometry.Partitioned partitioned)) {
            return Optional.empty();
        }
        int size = shape.wholeCards()
                ? partitioned.slots()
                : partitioned
                        .profile(Objects.requireNonNull(shape.profile()))
                        .orElseThrow()
                        .size();
        return partitioned.profiles().stream()
                .filter(profile -> profile.size() < size)
                .sorted(Comparator.comparingInt(Profile::size).reversed())
                .map(profile -> with(question, profile.name(), shape.quantity()))
                .filter(smaller -> search.find(smaller).isPresent() && priced(tx, project, smaller))
                .findFirst()
                .map(smaller -> new Refusal.Alternative(
                        "smaller",
                        shape.quantity() + " x " + smaller.shape().sku() + " are free in " + question.site() + ".",
                        Map.of(
                                "site", question.site(),
                                "profile",
                                        Objects.requireNonNull(smaller.shape().profile()))));
    }

    private Question with(Question question, @Nullable String profile, int quantity) {
        Shape shape = question.shape();
        Shape other = new Shape(shape.model(), profile, quantity, shape.gang(), shape.cpuMilli(), shape.memoryMib());
        return question.of(other, catalogue.hostShare(other));
    }

    private boolean priced(Tx tx, ProjectId project, Question question) {
        try {
            Duration turnaround = question.workload() == Workload.TRAINING
                    ? Duration.ofMinutes(question.model().turnaroundMinutes())
                    : Duration.ZERO;
            quotes.estimate(
                    tx,
                    project,
                    question.shape().sku(),
                    question.workload(),
                    question.site(),
                    question.shape().quantity(),
                    window(question),
                    turnaround);
            return true;
        } catch (Refused noPrice) {
            return false;
        }
    }

    static TimeWindow window(Question question) {
        Instant from = Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
        return question.span().until() == Span.OPEN
                ? new TimeWindow(from, from.plus(1, ChronoUnit.HOURS))
                : new TimeWindow(from, Instant.EPOCH.plus(question.span().until(), ChronoUnit.MICROS));
    }
}
