package cloud.tessera.inventory.fleet;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A place with machines.
 *
 * @param code stable, lower case
 * @param jurisdiction ISO 3166-1 code of the country whose law holds
 * @param latencies to named regions
 * @param link whether the platform reaches it
 * @param linkSince since when the link is as it is
 */
public record Site(
        String code,
        String name,
        Kind kind,
        String jurisdiction,
        Map<String, Latency> latencies,
        Link link,
        Instant linkSince) {

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

    public boolean reachable() {
        return link == Link.UP;
    }
}
