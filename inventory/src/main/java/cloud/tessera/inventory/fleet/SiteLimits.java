package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.term.Country;
import cloud.tessera.quota.term.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where work may lie: near a region, under certain law, or both. Refused as {@code invalid_limits} where one half of the
 * latency is missing, its milliseconds are not 1 to 10,000, a jurisdiction is no country by ISO 3166-1, or there are more
 * than 50.
 *
 * @param region how sites call it in their latencies, such as {@code lyon}; null for any distance
 * @param withinMs the longest round trip to it in milliseconds; null if and only if the region is
 * @param jurisdictions ISO 3166-1 codes of the countries whose law may hold, in alphabetical order; empty for any
 */
public record SiteLimits(@Nullable String region, @Nullable Integer withinMs, List<String> jurisdictions) {
    /** Anywhere. */
    public static final SiteLimits NONE = new SiteLimits(null, null, List.of());

    private static final int MOST_MS = 10_000;
    private static final int MOST_JURISDICTIONS = 50;

    public SiteLimits {
        jurisdictions = List.copyOf(new TreeSet<>(jurisdictions));
        if ((region == null) != (withinMs == null)) {
            throw invalid("A limit of latency is a region and the milliseconds to it.");
        }
        if (withinMs != null && (withinMs < 1 || withinMs > MOST_MS)) {
            throw invalid("A latency is 1 to 10,000 milliseconds.");
        }
        if (jurisdictions.size() > MOST_JURISDICTIONS
                || jurisdictions.stream().anyMatch(code -> !Country.exists(code))) {
            throw invalid("Jurisdictions are at most 50 countries by ISO 3166-1, such as FR.");
        }
    }

    /** Near a region, under any law. */
    public static SiteLimits within(int ms, String region) {
        return new SiteLimits(region, ms, List.of());
    }

    /** Under the law of one of some countries, at any distance. */
    public static SiteLimits under(String... jurisdictions) {
        return new SiteLimits(null, null, List.of(jurisdictions));
    }

    /** Why a site is outside. */
    public sealed interface Miss {
        /** In words, as a part of a sentence about the site. */
        String text();

        /** Its round trip to the region is longer. */
        record TooFar(String region, Site.Latency latency) implements Miss {
            @Override
            public String text() {
                return latency.text(region);
            }
        }

        /** Nobody has measured or declared how far the region is. */
        record Unknown(String region) implements Miss {
            @Override
            public String text() {
                return "its latency to " + region + " is not known";
            }
        }

        /** The law of another country holds. */
        record OtherLaw(String jurisdiction) implements Miss {
            @Override
            public String text() {
                return "the law of " + jurisdiction + " holds there";
            }
        }
    }

    /** Why a site is outside; empty where it is inside. The law comes first: no distance makes up for it. */
    public Optional<Miss> miss(Site site) {
        if (!jurisdictions.isEmpty() && !jurisdictions.contains(site.jurisdiction())) {
            return Optional.of(new Miss.OtherLaw(site.jurisdiction()));
        }
        if (region == null || withinMs == null) {
            return Optional.empty();
        }
        Site.Latency latency = site.latencies().get(region);
        if (latency == null) {
            return Optional.of(new Miss.Unknown(region));
        }
        return latency.ms() > withinMs ? Optional.of(new Miss.TooFar(region, latency)) : Optional.empty();
    }

    /** Whether a site is inside. */
    public boolean admits(Site site) {
        return miss(site).isEmpty();
    }

    /** Whether any place will do. */
    public boolean none() {
        return region == null && jurisdictions.isEmpty();
    }

    /** In words, as a part of a sentence: {@code within 20 ms of lyon and under the law of FR}. */
    public String text() {
        String near = region == null ? "" : "within " + withinMs + " ms of " + region;
        String law = jurisdictions.isEmpty() ? "" : "under the law of " + String.join(" or ", jurisdictions);
        return near + (near.isEmpty() || law.isEmpty() ? "" : " and ") + law;
    }

    /** Refuses a region that no site has a latency to: {@code unknown_region}, with those that there are. */
    public void check(Collection<Site> sites) {
        Set<String> known = new TreeSet<>();
        sites.forEach(site -> known.addAll(site.latencies().keySet()));
        if (region != null && !known.contains(region)) {
            throw Refusal.invalid(
                            "unknown_region",
                            "No site has a latency to " + region + ". Regions are " + String.join(", ", known) + ".",
                            "limits.region")
                    .asException();
        }
    }

    private static RuntimeException invalid(String detail) {
        return Refusal.invalid("invalid_limits", detail, "limits").asException();
    }
}
