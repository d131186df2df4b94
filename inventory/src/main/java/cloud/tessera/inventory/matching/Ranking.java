package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts what fits in the order of what it costs. Pure: the same facts, the same answer. */
final class Ranking {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SECONDS = BigDecimal.valueOf(3600);
    /** As far ahead as can be booked. */
    private static final int MOST_HOURS = 180 * 24;
    /** Decimals of the price of a million, which is often less than a cent. */
    private static final int FINE = 4;

    private final WhatFor.Checked work;
    private final MatchRules rules;
    private final Facts facts;
    private final List<RuledOut> ruledOut = new ArrayList<>();
    private final Map<String, Site> open = new TreeMap<>();

    private Ranking(WhatFor.Checked work, MatchRules rules, Facts facts) {
        this.work = work;
        this.rules = rules;
        this.facts = facts;
    }

    /** A shape at a site with its price, before the calendar is asked. */
    private record Priced(Fit fit, Site site, @Nullable Integer hours, BigDecimal exact, Match.Basis basis) {}

    static MatchAnswer of(WhatFor.Checked work, MatchRules rules, Facts facts) {
        return new Ranking(work, rules, facts).answer();
    }

    private MatchAnswer answer() {
        facts.sites().forEach(this::sort);
        List<Match> ranked = new ArrayList<>();
        List<Match> unranked = new ArrayList<>();
        facts.models().forEach((model, sites) -> {
            switch (Sizing.of(work, rules, model, facts.table())) {
                case Sizing.Result.No(String code, String text) ->
                    ruledOut.add(new RuledOut(model.key(), null, code, text));
                case Sizing.Result.Fits(List<Fit> fits) -> {
                    boolean known = fits.getFirst().perSecond().isPresent();
                    sites.stream()
                            .flatMap(code -> Stream.ofNullable(open.get(code)))
                            .forEach(site -> (known ? ranked : unranked).addAll(at(model, site, fits)));
                }
            }
        });
        ranked.sort(CHEAPEST);
        unranked.sort(CHEAPEST);
        return new MatchAnswer(rules.version(), work.task(), ranked, unranked, ruledOut);
    }

    private static final Comparator<Match> CHEAPEST = Comparator.comparing(Match::price)
            .thenComparing(match -> !match.freeNow())
            .thenComparing(Match::site)
            .thenComparing(match -> match.shape().sku());

    /** A site that is out of the question is ruled out once, whatever it has. */
    private void sort(Site site) {
        Optional<SiteLimits.Miss> miss = work.wanted().limits().miss(site);
        if (miss.isPresent()) {
            String code = switch (miss.get()) {
                case SiteLimits.Miss.TooFar _ -> "too_far";
                case SiteLimits.Miss.Unknown _ -> "latency_unknown";
                case SiteLimits.Miss.OtherLaw _ -> "other_law";
            };
            ruledOut.add(new RuledOut(
                    null, site.code(), code, site.name() + ": " + miss.get().text() + "."));
        } else if (!site.reachable()) {
            ruledOut.add(new RuledOut(
                    null,
                    site.code(),
                    "site_unreachable",
                    site.name() + ": its link has been down since " + site.linkSince() + "."));
        } else {
            open.put(site.code(), site);
        }
    }

    private List<Match> at(AcceleratorModel model, Site site, List<Fit> fits) {
        List<Priced> priced = fits.stream()
                .flatMap(fit -> price(model, site, fit).stream())
                .sorted(Comparator.comparing(Priced::exact))
                .toList();
        if (priced.isEmpty()) {
            String text = "It has no price in " + facts.currency() + " there.";
            ruledOut.add(new RuledOut(model.key(), site.code(), "no_price", text));
            return List.of();
        }
        if (priced.stream().allMatch(each -> each.hours() != null && each.hours() > MOST_HOURS)) {
            String text = "It would take more than 180 days, which is as far as can be booked.";
            ruledOut.add(new RuledOut(model.key(), site.code(), "too_slow", text));
            return List.of();
        }
        List<Match> found = new ArrayList<>();
        boolean late = false;
        for (Priced each : priced) {
            if (each.hours() != null && each.hours() > MOST_HOURS) {
                continue;
            }
            Facts.Opening opening = facts.calendar()
                    .of(
                            each.fit().shape(),
                            each.fit().copies(),
                            site.code(),
                            work.task().work(),
                            each.hours());
            late |= (opening.now() || opening.earliest() != null) && !inTime(each, opening);
            if (inTime(each, opening) && (opening.now() || (opening.earliest() != null && found.isEmpty()))) {
                found.add(match(each, opening));
            }
            if (opening.now()) {
                break; // what is dearer and no sooner is no help
            }
        }
        if (found.isEmpty()) {
            ruledOut.add(
                    late
                            ? new RuledOut(
                                    model.key(), site.code(), "too_late", "It is free too late to be done in time.")
                            : new RuledOut(
                                    model.key(),
                                    site.code(),
                                    "nothing_free",
                                    "Nothing that fits is free within 180 days."));
        }
        return found;
    }

    private boolean inTime(Priced priced, Facts.Opening opening) {
        Integer within = work.wanted().withinHours();
        if (within == null || priced.hours() == null) {
            return true;
        }
        Instant start = opening.earliest() == null ? facts.now() : opening.earliest();
        return !start.plus(Duration.ofHours(priced.hours())).isAfter(facts.now().plus(Duration.ofHours(within)));
    }

    private Optional<Priced> price(AcceleratorModel model, Site site, Fit fit) {
        return facts.rate(fit.shape().sku(), work.task().work(), site.code())
                .map(rate -> price(model, site, fit, rate.multiply(BigDecimal.valueOf(fit.units()))));
    }

    private Priced price(AcceleratorModel model, Site site, Fit fit, BigDecimal perHour) {
        if (fit.perSecond().isEmpty()) {
            return new Priced(fit, site, null, perHour, Match.Basis.HOUR);
        }
        BigDecimal inHour = BigDecimal.valueOf(fit.perSecond().get()).multiply(SECONDS);
        BigDecimal amount = work.wanted().amount();
        if (amount != null) {
            BigDecimal runs = amount.divide(inHour, MathContext.DECIMAL64);
            boolean training = work.task().work() == Workload.TRAINING;
            BigDecimal turnaround = training
                    ? BigDecimal.valueOf(model.turnaroundMinutes())
                            .divide(BigDecimal.valueOf(60), MathContext.DECIMAL64)
                    : BigDecimal.ZERO;
            int hours = runs.add(turnaround)
                    .setScale(0, RoundingMode.CEILING)
                    .min(BigDecimal.valueOf(MOST_HOURS + 1))
                    .intValue();
            BigDecimal charged = training ? BigDecimal.valueOf(hours).subtract(turnaround) : runs;
            return new Priced(fit, site, hours, perHour.multiply(charged), Match.Basis.JOB);
        }
        return work.wanted().perSecond() != null
                ? new Priced(fit, site, null, perHour, Match.Basis.HOUR)
                : new Priced(
                        fit,
                        site,
                        null,
                        perHour.multiply(MILLION).divide(inHour, MathContext.DECIMAL64),
                        Match.Basis.MILLION);
    }

    private Match match(Priced priced, Facts.Opening opening) {
        List<String> reasons = new ArrayList<>(priced.fit().reasons());
        String region = work.wanted().limits().region();
        Site.Latency latency = region == null ? null : priced.site().latencies().get(region);
        if (region != null && latency != null) {
            reasons.add(priced.site().name() + " is " + latency.text(region) + ".");
        }
        if (!work.wanted().limits().jurisdictions().isEmpty()) {
            reasons.add("The law of " + priced.site().jurisdiction() + " holds there.");
        }
        int scale =
                priced.basis() == Match.Basis.MILLION ? FINE : facts.currency().getDefaultFractionDigits();
        return new Match(
                priced.fit().shape(),
                priced.fit().copies(),
                priced.site().code(),
                work.task().work(),
                priced.fit().perSecond().map(Ranking::rounded).orElse(null),
                priced.hours(),
                priced.exact().setScale(scale, RoundingMode.HALF_UP),
                facts.currency(),
                priced.basis(),
                opening.now(),
                opening.earliest(),
                reasons);
    }

    private static BigDecimal rounded(double perSecond) {
        return BigDecimal.valueOf(perSecond).round(new MathContext(4, RoundingMode.HALF_UP));
    }
}
