package cloud.tessera.portal.part;

import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A card as a plane of slots and time, with the tiles that are sold of it. Where it stands, a table says the same. */
public final class Tiles extends Div {
    private static final long serialVersionUID = 1;
    private static final int MOST_SLOT_NAMES = 16;
    private static final int ROW_PX = 15;
    private static final int LEAST_PX = 40;
    private static final int MOST_PX = 260;
    private static final int MARKS = 4;
    private static final DateTimeFormatter MARK = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    /**
     * A tile.
     *
     * @param end null where it has none yet
     * @param tone {@code training}, {@code inference} or {@code maintenance}
     * @param path of the page that a click on it opens; null where there is none
     */
    public record Tile(
            int slotStart,
            int slotEnd,
            Instant start,
            @Nullable Instant end,
            String tone,
            String name,
            @Nullable String path) {}

    /**
     * @param own the card's own slots
     * @param extra slots above them, for what a card has only once
     */
    public Tiles(String name, int own, int extra, TimeWindow window, List<Tile> tiles) {
        int slots = own + extra;
        addClassName("tiles");
        getElement().setAttribute("role", "img");
        getElement().setAttribute("aria-label", name);
        boolean fine = slots > MOST_SLOT_NAMES;
        String height = Math.clamp((long) ROW_PX * (fine ? 4 : slots), LEAST_PX, MOST_PX) + "px";
        var plane = new Div();
        plane.addClassName("plane");
        plane.getStyle().set("--slots", String.valueOf(fine ? 4 : slots)).setHeight(height);
        tiles.stream()
                .filter(tile -> tile.start().isBefore(window.end()))
                .filter(tile -> tile.end() == null || tile.end().isAfter(window.start()))
                .forEach(tile -> plane.add(tile(tile, slots, window)));
        add(names(own, slots, height), plane, marks(window));
    }

    private static Component names(int own, int slots, String height) {
        var names = new Div();
        names.addClassName("slots");
        names.getStyle().setHeight(height);
        if (slots > MOST_SLOT_NAMES) {
            names.add(new Span("0"), new Span(String.valueOf(slots / 2)), new Span(String.valueOf(slots)));
        } else {
            for (int slot = 0; slot < slots; slot++) {
                names.add(new Span(slot < own ? String.valueOf(slot) : "+"));
            }
        }
        return names;
    }

    private static Component tile(Tile tile, int slots, TimeWindow window) {
        Instant from = tile.start().isAfter(window.start()) ? tile.start() : window.start();
        Instant until = tile.end() == null || tile.end().isAfter(window.end()) ? window.end() : tile.end();
        BigDecimal left = share(Duration.between(window.start(), from), window.length());
        BigDecimal width = share(Duration.between(from, until), window.length());
        BigDecimal top = share(tile.slotStart(), slots);
        BigDecimal height = share((long) tile.slotEnd() - tile.slotStart(), slots);
        var box = new Div(new Span(tile.name()));
        box.addClassNames("tile", tile.tone());
        box.setTitle(tile.name());
        String path = tile.path();
        if (path != null) {
            // For the mouse only: the picture is one image to others, and its table has the links.
            box.addClassName("leads");
            box.addClickListener(e -> UI.getCurrent().navigate(path));
        }
        box.getStyle()
                .setLeft(left + "%")
                .setWidth(width + "%")
                .setTop(top + "%")
                .setHeight(height + "%");
        return box;
    }

    private static Component marks(TimeWindow window) {
        var marks = new Div();
        marks.addClassName("hours");
        Duration step = window.length().dividedBy(MARKS);
        for (int i = 0; i <= MARKS; i++) {
            ZonedDateTime at = window.start().plus(step.multipliedBy(i)).atZone(When.zone());
            var mark = new Span(MARK.format(at));
            mark.setClassName("inner", i != 0 && i != MARKS);
            marks.add(mark);
        }
        return marks;
    }

    private static BigDecimal share(Duration part, Duration whole) {
        return share(part.toSeconds(), whole.toSeconds());
    }

    private static BigDecimal share(long part, long whole) {
        return BigDecimal.valueOf(part).movePointRight(2).divide(BigDecimal.valueOf(whole), 3, RoundingMode.HALF_UP);
    }
}
