package cloud.tessera.api.wire;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import io.micronaut.http.HttpStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads values of requests that come as text. */
public final class Values {
    /** Text that people read: anything but control characters. */
    public static final String WORDS = "[^\\p{Cntrl}]*";
    /** The same in words, as the message of a constraint. */
    public static final String WORDS_TAKES = "takes text without line breaks and other control characters";
    /** Names that programs give: models, profiles, sites, images. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]*";
    /** The same in words. */
    public static final String NAME_TAKES = "takes letters, digits and . _ + -, and begins with a letter or a digit";
    /** What a list continues with. */
    public static final String CURSOR = "[A-Za-z0-9._:+/=-]*";

    /** The same in words. */
    public static final String CURSOR_TAKES = "takes the \"next\" of an earlier answer, as it is";
    /** What stands where an amount has its currency, in words. */
    public static final String CURRENCY_TAKES = "must be a currency by ISO 4217, such as EUR";

    private static final int USUAL_PAGE = 50;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Values() {}

    /**
     * An id in an address. Text of another form names nothing.
     *
     * @param what the kind of thing, for the refusal: {@code reservation}
     */
    public static <T> T inPath(String text, Function<String, T> read, String what) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound(what).asException();
        }
    }

    /** An id in a body or a query, whose form is the caller's mistake. */
    public static <T> T read(String text, Function<String, T> read, String field) {
        return read(text, read, field, "must be an id as this API gives it, a prefix and 26 letters and digits");
    }

    /**
     * A word in a body, whose form is the caller's mistake.
     *
     * @param takes what would do, for the refusal: {@code must be a currency by ISO 4217, such as EUR}
     */
    public static <T> T read(String text, Function<String, T> read, String field, String takes) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw DoorException.unreadable(field, "\"" + field + "\" " + takes + ".");
        }
    }

    /** One of a few words, where there is one; the refusal lists them. */
    public static <T> @Nullable T choice(@Nullable String text, T[] choices, Function<T, String> word, String field) {
        if (text == null) {
            return null;
        }
        return Stream.of(choices)
                .filter(choice -> word.apply(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> DoorException.unreadable(
                        field,
                        "\"" + field + "\" must be one of: "
                                + Stream.of(choices).map(word).collect(Collectors.joining(", ")) + "."));
    }

    /** An id that may be absent. */
    public static <T> @Nullable T readNullable(@Nullable String text, Function<String, T> read, String field) {
        return text == null ? null : read(text, read, field);
    }

    /** An instant by RFC 3339, between the years 2000 and 2200. */
    public static Instant instant(String text, String field) {
        try {
            return sensible(OffsetDateTime.parse(text).toInstant(), field);
        } catch (DateTimeException e) {
            throw DoorException.unreadable(field, "\"" + field + "\" is not a time like 2026-03-01T09:00:00Z.");
        }
    }

    /** A day by RFC 3339, between the years 2000 and 2200. */
    public static LocalDate day(String text, String field) {
        return instant(text + "T00:00:00Z", field)
                .atOffset(java.time.ZoneOffset.UTC)
                .toLocalDate();
    }

    /** A half-open window of time. */
    public static TimeWindow window(Instant start, Instant end, String field) {
        sensible(start, field);
        sensible(end, field);
        if (!start.isBefore(end)) {
            throw new DoorException(
                    HttpStatus.UNPROCESSABLE_ENTITY, "invalid_window", "A window must end after it starts.", field);
        }
        return new TimeWindow(start, end);
    }

    /**
     * The window of a query, by its {@code start} and {@code end}; one that is longer than whole days is refused as {@code
     * window_too_long}, with the bound.
     */
    public static TimeWindow window(String start, String end, Duration longest) {
        TimeWindow window = window(instant(start, "start"), instant(end, "end"), "end");
        if (window.length().compareTo(longest) > 0) {
            throw Refusal.invalid("window_too_long", "Ask for at most " + longest.toDays() + " days at once.", "end")
                    .asException();
        }
        return window;
    }

    /** Which part of a list is wanted: {@value #USUAL_PAGE} items unless the caller says how many. */
    public static Page.Request page(@Nullable Integer limit, @Nullable String after) {
        return new Page.Request(limit == null ? USUAL_PAGE : limit, after);
    }

    /** The organization that a request is about: the one it names, or else the caller's own. */
    public static OrganizationId organization(Caller caller, @Nullable String organizationId) {
        if (organizationId != null) {
            return read(organizationId, OrganizationId::of, "organization_id");
        }
        return caller.organization()
                .orElseThrow(() -> Refusal.forbidden(
                                "You belong to the platform and to no organization. Name the organization with"
                                        + " organization_id.")
                        .asException());
    }

    /** An instant between the years 2000 and 2200: further away, a time is a mistake. */
    public static Instant sensible(Instant instant, String field) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DoorException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "invalid_value",
                    "\"" + field + "\" must lie between the years 2000 and 2200.",
                    field);
        }
        return instant;
    }
}
