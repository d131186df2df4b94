package cloud.tessera.inventory.fleet;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A place with machines.
 *
 * @param code stable, lower case
 * @param jurisdiction ISO 3166-1 code of the country whose law holds
 * @param latenciesOfFile to named regions, as the fleet file has them
 * @param latenciesSet those that an operator has set since, which win over the file's
 * @param link whether the platform reaches it
 * @param linkSince since when the link is as it is
 */
public record Site(
        String code,
        String name,
        Kind kind,
        String jurisdiction,
        Map<String, Latency> latenciesOfFile,
        Map<String, Latency> latenciesSet,
        Link link,
        Instant linkSince) {
    /** With the latencies of the fleet file alone. */
    public Site(
            String code,
            String name,
            Kind kind,
            String jurisdiction,
            Map<String, Latency> latencies,
            Link link,
            Instant linkSince) {
        this(code, name, kind, jurisdiction, latencies, Map.of(), link, linkSince);
    }

    /** What sort of place. */
    public enum Kind {
        /** A data centre with many machines and a link that is taken for granted. */
        CORE,
        /** Near its users, small, and cut off at times. */
        EDGE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The link between the platform and the site. Work that runs there goes on while it is down. */
    public enum Link {
        UP,
        DOWN;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Link of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * How far a region is.
     *
     * @param ms round trip in milliseconds
     * @param measured whether it was measured; otherwise it is what the operator declares
     */
    public record Latency(int ms, boolean measured) {
        /** In words, with what it rests on: {@code 9 ms to paris (declared)}. */
        public String text(String region) {
            return ms + " ms to " + region + (measured ? " (measured)" : " (declared)");
        }
    }

    /** How far named regions are, by name: what was set, or else what the fleet file says. */
    public Map<String, Latency> latencies() {
        Map<String, Latency> latencies = new TreeMap<>(latenciesOfFile);
        latencies.putAll(latenciesSet);
        return latencies;
    }

    public boolean reachable() {
        return link == Link.UP;
    }
}
