package cloud.tessera.portal.operator;

import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.fleet.DeviceTiles;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.HostView;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.Tiles;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One host: the tiles of each of its cards, over the time that the operator looks at. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/hosts/:host")
public class HostPage extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofHours(24), Duration.ofDays(3), Duration.ofDays(14), Duration.ofDays(60));
    private static final int PAST_PARTS = 6;
    private final transient Visits visits;
    private final transient Fleet fleet;
    private final transient Clock clock;
    private final Div cards = new Div();

    HostPage(Visits visits, Fleet fleet, Clock clock) {
        this.visits = visits;
        this.fleet = fleet;
        this.clock = clock;
        cards.addClassName("page-body");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Caller caller = visits.caller();
        try {
            int id = Integer.parseInt(event.getRouteParameters().get("host").orElse(""));
            List<HostView> found = fleet.hosts(caller, FleetFilter.ofHost(id), Page.Request.first(1))
                    .items();
            if (found.isEmpty()) {
                event.rerouteToError(NotFoundException.class);
            } else {
                show(found.getFirst());
            }
        } catch (NumberFormatException notANumber) {
            event.rerouteToError(NotFoundException.class);
        }
    }

    private void show(HostView host) {
        var length = new Select<Duration>();
        length.setLabel(Texts.text("host.window"));
        length.setItems(LENGTHS);
        length.setItemLabelGenerator(When::length);
        length.setValue(LENGTHS.get(1));
        length.addValueChangeListener(e -> showCards(host.host().id(), e.getValue()));
        head(Texts.text("nav.fleet"), "operator/fleet", host.host().name(), FleetView.cards(host), length);
        String fabric = Objects.requireNonNullElseGet(host.host().fabric(), () -> Texts.text("host.nofabric"));
        add(new Panel(
                Texts.text("host.about"),
                new Facts()
                        .put(Texts.text("column.state"), FleetView.state(host))
                        .put(Texts.text("column.site"), host.host().site())
                        .put(Texts.text("fleet.pool"), host.host().pool())
                        .put(Texts.text("host.fabric"), fabric)
                        .put(
                                Texts.text("host.cpu"),
                                Texts.text("unit.vcpu", host.host().cpuMilli() / 1000))
                        .put(
                                Texts.text("host.memory"),
                                Texts.text("unit.gib", host.host().memoryMib() / 1024))));
        add(cards);
        showCards(host.host().id(), length.getValue());
    }

    private void showCards(int host, Duration length) {
        cards.removeAll();
        Instant start = clock.instant().minus(length.dividedBy(PAST_PARTS)).truncatedTo(ChronoUnit.HOURS);
        var window = new TimeWindow(start, start.plus(length));
        for (DeviceTiles card : fleet.tilesOfHost(visits.caller(), host, window)) {
            cards.add(card(card));
        }
    }

    private static Component card(DeviceTiles card) {
        var device = card.device().device();
        String name = Texts.text("host.card", device.slot(), card.device().modelName());
        String taken = Texts.text("host.taken", card.device().slotsTaken(), device.slots());
        var tiles = new Tiles(
                name + ": " + taken,
                device.slots(),
                device.extraSlots(),
                card.window(),
                card.tiles().stream().map(HostPage::tile).toList());
        var beside =
                new Div(new Span(taken + " "), StateBadge.of(device.health().text()));
        Component twin = card.tiles().isEmpty()
                ? quiet(Texts.text("host.free"))
                : new Details(Texts.text("table.twin"), table(name, card));
        return Panel.with(name, beside, tiles, twin);
    }

    private static Component quiet(String text) {
        var span = new Span(text);
        span.addClassNames("quiet", "small");
        return span;
    }

    private static Tiles.Tile tile(DeviceTiles.Tile tile) {
        return new Tiles.Tile(
                tile.slotStart(), tile.slotEnd(), tile.start(), tile.end(), tone(tile), name(tile), path(tile));
    }

    private static String tone(DeviceTiles.Tile tile) {
        return switch (tile.kind()) {
            case "reservation" -> "training";
            case "allocation" -> "inference";
            default -> "maintenance";
        };
    }

    private static String name(DeviceTiles.Tile tile) {
        return Objects.requireNonNullElseGet(tile.name(), () -> Texts.text("tile." + tile.kind()));
    }

    /** The page of what holds a tile; null where there is none. */
    private static @Nullable String path(DeviceTiles.Tile tile) {
        return switch (tile.kind()) {
            case "reservation" -> "reservations/" + new ReservationId(tile.claim()).text();
            case "allocation" -> "allocations/" + new AllocationId(tile.claim()).text();
            default -> null;
        };
    }

    private static Component link(DeviceTiles.Tile tile) {
        String path = path(tile);
        return path == null ? new Span(name(tile)) : new Anchor(path, name(tile));
    }

    private static Table table(String name, DeviceTiles card) {
        var table = new Table(
                name,
                List.of(
                        Table.Column.text(Texts.text("host.slots")),
                        Table.Column.text(Texts.text("column.name")),
                        Table.Column.text(Texts.text("usage.for")),
                        Table.Column.text(Texts.text("column.state")),
                        Table.Column.text(Texts.text("column.when"))));
        for (DeviceTiles.Tile tile : card.tiles()) {
            table.row(
                    new Span(Texts.text("host.slotrange", tile.slotStart(), tile.slotEnd() - 1)),
                    link(tile),
                    new Span(Texts.text("tile." + tile.kind())),
                    tile.state() == null ? new Span() : StateBadge.of(tile.state()),
                    When.range(tile.start(), tile.end()));
        }
        return table;
    }
}
