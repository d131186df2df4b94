package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which sites may take new work: those whose link is up and that lie within the limits of who asks. Read anew for each
 * question, because a link changes without anything else in the fleet changing.
 */
public final class OpenSites {
    private static final int MOST_ALTERNATIVES = 3;

    private final Map<String, Site> sites = new TreeMap<>();

    public OpenSites(Collection<Site> sites) {
        sites.forEach(site -> this.sites.put(site.code(), site));
    }

    /** As they are in a transaction. */
    public static OpenSites load(Tx tx) {
        return new OpenSites(FleetStore.sites(tx));
    }

    /** The same together with what else a transaction asks for. */
    public static Later<OpenSites> ask(Tx tx) {
        return FleetStore.askSites(tx).map(OpenSites::new);
    }

    /** Whether the link to a site is up; one that is not there cannot be reached. */
    public boolean reachable(String code) {
        return site(code).filter(Site::reachable).isPresent();
    }

    /** Whether a site lies within limits, reachable or not; one that is not there does not. */
    public boolean within(String code, SiteLimits limits) {
        return site(code).filter(limits::admits).isPresent();
    }

    /** Those of some sites that may take work under limits, in the order given. */
    public List<String> open(List<String> codes, SiteLimits limits) {
        return codes.stream()
                .filter(code -> site(code)
                        .filter(site -> site.reachable() && limits.admits(site))
                        .isPresent())
                .toList();
    }

    /**
     * The sites to try for something. Refused as {@code unknown_region}, {@code no_site_within_limits} (with the site that
     * comes nearest), or {@code site_unreachable} where only a link is in the way (with other sites).
     *
     * @param having the sites that have what is asked for; where none has, none is refused here
     * @param named the only one that will do; null for any
     */
    public List<String> require(List<String> having, @Nullable String named, SiteLimits limits) {
        List<String> wanted = named == null ? having : List.of(named);
        List<Site> within = within(having, wanted, named, limits);
        if (!within.isEmpty() && within.stream().noneMatch(Site::reachable)) {
            throw unreachable(within.getFirst(), having, limits);
        }
        return open(wanted, limits);
    }

    /** The same for whoever can wait until a link is up: refused as {@code unknown_region} or {@code no_site_within_limits}. */
    public void requireWithin(List<String> having, SiteLimits limits) {
        within(having, having, null, limits);
    }

    private List<Site> within(List<String> having, List<String> wanted, @Nullable String named, SiteLimits limits) {
        limits.check(sites.values());
        List<Site> within = wanted.stream()
                .flatMap(code -> site(code).stream())
                .filter(limits::admits)
                .toList();
        if (within.isEmpty() && !wanted.isEmpty()) {
            throw outside(having, wanted, named, limits);
        }
        return within;
    }

    private Refused outside(List<String> having, List<String> wanted, @Nullable String named, SiteLimits limits) {
        String why = nearest(wanted, limits)
                .flatMap(site -> limits.miss(site).map(miss -> site.name() + ": " + miss.text()))
                .map(text -> named == null ? " The nearest is " + text + "." : " " + text + ".")
                .orElse("");
        return Refusal.invalid(
                        "no_site_within_limits",
                        (named == null ? "No site that has it lies " : "The site does not lie ") + limits.text() + "."
                                + why,
                        "limits")
                .withAlternatives(others(having, limits))
                .asException();
    }

    /** The one that misses by the least: right law before distance, a known distance before an unknown one. */
    private Optional<Site> nearest(List<String> codes, SiteLimits limits) {
        return codes.stream()
                .flatMap(code -> site(code).stream())
                .min(Comparator.comparingInt((Site site) -> distance(site, limits))
                        .thenComparing(Site::code));
    }

    private static int distance(Site site, SiteLimits limits) {
        Optional<SiteLimits.Miss> miss = limits.miss(site);
        if (miss.isEmpty()) {
            return 0;
        }
        return switch (miss.get()) {
            case SiteLimits.Miss.TooFar far -> far.latency().ms();
            case SiteLimits.Miss.Unknown _ -> Integer.MAX_VALUE - 1;
            case SiteLimits.Miss.OtherLaw _ -> Integer.MAX_VALUE;
        };
    }

    /**
     * Refuses a site that cannot be reached as {@code site_unreachable}, with others.
     *
     * @param having the sites that have what is asked for
     */
    public void requireReachable(String code, List<String> having, SiteLimits limits) {
        Site site = sites.get(code);
        if (site != null && !site.reachable()) {
            throw unreachable(site, having, limits);
        }
    }

    private Refused unreachable(Site cut, List<String> having, SiteLimits limits) {
        return Refusal.conflictForNow(
                        "site_unreachable",
                        "The link to " + cut.name() + " has been down since " + cut.linkSince()
                                + ": it takes no new work until it is up. What runs there goes on.")
                .withAlternatives(others(having, limits))
                .asException();
    }

    private List<Refusal.Alternative> others(List<String> having, SiteLimits limits) {
        return open(having, limits).stream()
                .limit(MOST_ALTERNATIVES)
                .flatMap(code -> Stream.ofNullable(sites.get(code)))
                .map(site -> new Refusal.Alternative(
                        "other_site",
                        site.name() + " has such cards, whether or not they are free then, and can be reached.",
                        Map.of("site", site.code())))
                .toList();
    }

    private Optional<Site> site(String code) {
        return Optional.ofNullable(sites.get(code));
    }
}
