package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.router.QueryParameters;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for; the page's address says it too, so that it can be sent to a colleague.
 *
 * @param profile a partition's name or {@link Shape#THOUSANDTH}; null for whole cards
 * @param site null for anywhere
 * @param start a whole UTC hour; for training alone
 * @param limits where it may lie
 * @param hours 1 to {@link #MOST_HOURS}; for training alone
 */
record Wish(
        Workload workload,
        String model,
        @Nullable String profile,
        int quantity,
        boolean gang,
        @Nullable String site,
        SiteLimits limits,
        Instant start,
        int hours) {
    /** As far ahead as can be booked. */
    static final int MOST_HOURS = 180 * 24;

    Shape shape() {
        return new Shape(model, profile, quantity, gang, 0, 0);
    }

    TimeWindow window() {
        return new TimeWindow(start, start.plus(hours, ChronoUnit.HOURS));
    }

    Wish at(@Nullable String otherSite, Instant otherStart) {
        return new Wish(workload, model, profile, quantity, gang, otherSite, limits, otherStart, hours);
    }

    /** The same wish with some fields as a refusal proposes them, under the names of a request for an offer. */
    Wish with(Map<String, String> fields) {
        Instant begin = instant(fields.get("start")).orElse(start);
        int length = instant(fields.get("end"))
                .map(end -> (int) Duration.between(begin, end).toHours())
                .orElse(hours);
        return new Wish(
                workload,
                fields.getOrDefault("model", model),
                fields.containsKey("profile") ? blankToNull(fields.get("profile")) : profile,
                number(fields.get("quantity"), quantity, Integer.MAX_VALUE),
                gang,
                fields.containsKey("site") ? blankToNull(fields.get("site")) : site,
                limits,
                begin,
                length);
    }

    /** Reads the page's address; what is missing or makes no sense there is taken from the wish given. */
    static Wish of(QueryParameters query, Wish otherwise) {
        Map<String, String> fields = new LinkedHashMap<>();
        query.getParameters().forEach((name, values) -> fields.put(name, values.getFirst()));
        Workload workload = "inference".equals(fields.get("for"))
                ? Workload.INFERENCE
                : "training".equals(fields.get("for")) ? Workload.TRAINING : otherwise.workload;
        Wish wish = otherwise.with(fields);
        return new Wish(
                workload,
                wish.model,
                wish.profile,
                wish.quantity,
                "true".equals(fields.get("gang")),
                wish.site,
                LimitsAddress.read(fields),
                wish.start,
                number(fields.get("hours"), wish.hours, MOST_HOURS));
    }

    /** The wish as the page's address says it. */
    QueryParameters query() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("for", workload.text());
        fields.put("model", model);
        if (profile != null) {
            fields.put("profile", profile);
        }
        fields.put("quantity", String.valueOf(quantity));
        if (gang) {
            fields.put("gang", "true");
        }
        if (site != null) {
            fields.put("site", site);
        }
        LimitsAddress.put(fields, limits);
        if (workload == Workload.TRAINING) {
            fields.put("start", start.toString());
            fields.put("hours", String.valueOf(hours));
        }
        return QueryParameters.simple(fields);
    }

    private static Optional<Instant> instant(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    /** Reads a number of 1 to {@code most}; anything else is the number given. */
    static int number(@Nullable String text, int otherwise, int most) {
        try {
            int number = text == null ? otherwise : Integer.parseInt(text);
            return number >= 1 && number <= most ? number : otherwise;
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
