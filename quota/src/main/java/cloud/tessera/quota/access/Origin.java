package cloud.tessera.quota.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From where somebody signed in, as far as it is known, and no more of it than it takes to tell one's own sign-ins from
 * a stranger's.
 *
 * @param client the program, such as {@code Firefox on Linux} or {@code curl/8.5.0}; at most 60 characters
 * @param network the address without the part that names one machine: an IPv4 network of 24 bits or an IPv6 network
 *     of 48, such as {@code 203.0.113.0/24}
 */
public record Origin(Optional<String> client, Optional<String> network) {
    /** Of a sign-in of which nothing is known. */
    public static final Origin UNKNOWN = new Origin(Optional.empty(), Optional.empty());

    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+/-]{0,59}");

    /** What a browser calls itself, and what people call it; the first that fits, for most name the others too. */
    private static final String[][] BROWSERS = {
        {"Edg", "Edge"},
        {"OPR/", "Opera"},
        {"Firefox/", "Firefox"},
        {"FxiOS/", "Firefox"},
        {"Chrome/", "Chrome"},
        {"CriOS/", "Chrome"},
        {"Safari/", "Safari"}
    };

    private static final String[][] SYSTEMS = {
        {"Android", "Android"},
        {"iPhone", "iOS"},
        {"iPad", "iPadOS"},
        {"Windows", "Windows"},
        {"Mac OS X", "macOS"},
        {"CrOS", "ChromeOS"},
        {"Linux", "Linux"}
    };

    /**
     * Shortens what a request says of itself; what has another form than it should is not known.
     *
     * @param userAgent its {@code User-Agent}; null where it has none
     * @param address the address that it comes from, as digits; null where that is not known
     */
    public static Origin of(@Nullable String userAgent, @Nullable String address) {
        return new Origin(
                Optional.ofNullable(userAgent).flatMap(Origin::client),
                Optional.ofNullable(address).flatMap(Origin::network));
    }

    private static Optional<String> client(String userAgent) {
        Optional<String> browser = first(BROWSERS, userAgent);
        if (userAgent.startsWith("Mozilla/") && browser.isPresent()) {
            return first(SYSTEMS, userAgent)
                    .map(system -> browser.get() + " on " + system)
                    .or(() -> browser);
        }
        String product = userAgent.strip().split("\\s", 2)[0];
        return PRODUCT.matcher(product).matches() ? Optional.of(product) : Optional.empty();
    }

    private static Optional<String> first(String[][] names, String text) {
        return Stream.of(names)
                .filter(name -> text.contains(name[0]))
                .map(name -> name[1])
                .findFirst();
    }

    private static Optional<String> network(String address) {
        try {
            // Digits alone: a name would be looked up.
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            if (bytes.length == 4) {
                return Optional.of((bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + ".0/24");
            }
            var groups = ByteBuffer.wrap(bytes).asShortBuffer();
            return Optional.of(
                    String.format(Locale.ROOT, "%x:%x:%x::/48", groups.get(0), groups.get(1), groups.get(2)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
