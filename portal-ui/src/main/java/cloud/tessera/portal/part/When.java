package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as people read them: in the viewer's zone or that of a document, and in UTC for whoever points at them. */
public final class When {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter IN_YEAR = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private When() {}

    /** The viewer's zone, as the browser tells it; UTC where it does not. */
    public static ZoneId zone() {
        UI ui = UI.getCurrent();
        String id = ui == null ? null : ui.getPage().getExtendedClientDetails().getTimeZoneId();
        try {
            return id == null || id.isEmpty() ? ZoneOffset.UTC : ZoneId.of(id);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    /** A time to the minute. */
    public static Component of(Instant instant) {
        return of(instant, zone());
    }

    /** A time to the minute in the zone of a document. */
    public static Component of(Instant instant, ZoneId zone) {
        return element(instant, FULL.format(instant.atZone(zone)));
    }

    /** The same to the second, for what follows quickly. */
    public static Component exactly(Instant instant) {
        return element(instant, SECONDS.format(instant.atZone(zone())));
    }

    /** From when to when; the day is said once where it is the same. */
    public static Component range(Instant start, @Nullable Instant end) {
        return range(start, end, zone());
    }

    /** The same in the zone of a document. */
    public static Component range(Instant start, @Nullable Instant end, ZoneId zone) {
        if (end == null) {
            return new Span(new Span(Texts.text("when.since") + " "), of(start, zone));
        }
        ZonedDateTime first = start.atZone(zone);
        ZonedDateTime last = end.atZone(zone);
        boolean sameDay = first.toLocalDate().equals(last.toLocalDate());
        DateTimeFormatter format = sameDay ? CLOCK : first.getYear() == last.getYear() ? IN_YEAR : FULL;
        return new Span(of(start, zone), new Span(" – "), element(end, format.format(last)));
    }

    /** A time to the minute, as text. */
    public static String text(Instant instant) {
        return FULL.format(instant.atZone(zone()));
    }

    /** The day of a time, as text. */
    public static String day(Instant instant) {
        return DAY.format(instant.atZone(zone()));
    }

    /** A time in UTC, as text. */
    public static String utc(Instant instant) {
        return UTC.format(instant);
    }

    /** A length in its two largest units, as in {@code 2 d 4 h}. */
    public static String length(Duration length) {
        long days = length.toDays();
        long hours = length.toHoursPart();
        long minutes = length.toMinutesPart();
        if (days > 0) {
            return days + " d" + (hours > 0 ? " " + hours + " h" : "");
        }
        if (hours > 0) {
            return hours + " h" + (minutes > 0 ? " " + minutes + " min" : "");
        }
        return minutes > 0 ? minutes + " min" : length.toSecondsPart() + " s";
    }

    private static Component element(Instant instant, String text) {
        var time = new Time();
        time.setText(text);
        time.getElement().setAttribute("datetime", instant.toString());
        time.setTitle(UTC.format(instant));
        return time;
    }

    @com.vaadin.flow.component.Tag("time")
    private static final class Time extends com.vaadin.flow.component.HtmlContainer {
        private static final long serialVersionUID = 1;
    }
}
