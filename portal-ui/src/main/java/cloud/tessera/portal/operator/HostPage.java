package cloud.tessera.portal.operator;

import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.fleet.DeviceTiles;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.Host;
import cloud.tessera.inventory.fleet.HostView;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.maintenance.Drains;
import cloud.tessera.inventory.maintenance.Maintenances;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.portal.part.Ask;
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
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One host: the tiles of each of its cards, over the time that the operator looks at. An operator takes it out of service
 * and back.
 */
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
    private final transient LifeCycle lifeCycle;
    private final transient Drains drains;
    private final transient Maintenances maintenances;
    private final transient Moves moves;
    private final transient Clock clock;
    private final Div service = new Div();
    private final Div about = new Div();
    private final Div cards = new Div();
    private final LongWork work;
    private int shown;
    private Duration length = LENGTHS.get(1);

    HostPage(
            Visits visits,
            Fleet fleet,
            LifeCycle lifeCycle,
            Drains drains,
            Maintenances maintenances,
            Moves moves,
            Clock clock) {
        this.visits = visits;
        this.fleet = fleet;
        this.lifeCycle = lifeCycle;
        this.drains = drains;
        this.maintenances = maintenances;
        this.moves = moves;
        this.clock = clock;
        service.addClassName("actions");
        about.addClassName("page-body");
        cards.addClassName("page-body");
        work = new LongWork(visits, service, () -> find(shown).ifPresent(this::fill));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        try {
            int id = Integer.parseInt(event.getRouteParameters().get("host").orElse(""));
            find(id).ifPresentOrElse(this::show, () -> event.rerouteToError(NotFoundException.class));
        } catch (NumberFormatException notANumber) {
            event.rerouteToError(NotFoundException.class);
        }
    }

    private Optional<HostView> find(int id) {
        return fleet.hosts(visits.caller(), FleetFilter.ofHost(id), Page.Request.first(1)).items().stream()
                .findFirst();
    }

    private void show(HostView host) {
        shown = host.host().id();
        var choice = new Select<Duration>();
        choice.setLabel(Texts.text("host.window"));
        choice.setItems(LENGTHS);
        choice.setItemLabelGenerator(When::length);
        choice.setValue(length);
        choice.addValueChangeListener(e -> {
            length = e.getValue();
            showCards();
        });
        head(Texts.text("nav.fleet"), "operator/fleet", host.host().name(), FleetView.cards(host), choice, service);
        add(work, about, cards);
        fill(host);
    }

    private void fill(HostView host) {
        service.removeAll();
        boolean manages = visits.caller().may(Permission.PLATFORM_MANAGE);
        if (manages) {
            service.add(plan(host));
            if (host.draining() > 0) {
                service.add(undrain(host.host()));
            }
            if (host.failed() < host.devices()) {
                if (host.draining() == 0) {
                    service.add(drain(host.host()));
                }
                service.add(takeOut(host.host()));
            }
            if (host.failed() > 0) {
                service.add(takeBack(host.host()));
            }
        }
        String fabric = Objects.requireNonNullElseGet(host.host().fabric(), () -> Texts.text("host.nofabric"));
        about.removeAll();
        about.add(new Panel(
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
        about.add(HostClaims.of(drains.claims(visits.caller(), shown), manages, this::move));
        showCards();
    }

    private void move(AllocationId allocation) {
        work.act(caller -> Told.moving(moves.move(caller, allocation)));
    }

    private Button plan(HostView host) {
        var button = new Button(
                Texts.text("maintenance.plan"),
                e -> new MaintenanceDialog(
                                visits,
                                fleet,
                                maintenances,
                                clock,
                                host.host(),
                                () -> find(shown).ifPresent(this::fill))
                        .open());
        button.setId("host-plan");
        return button;
    }

    /** A button that asks before it works: its texts are {@code host.NAME}, {@code .ask} and {@code .money}. */
    private Button asking(String name, Host host, Function<Caller, Supplier<String>> act) {
        String yes = Texts.text("host." + name);
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("host." + name + ".ask", host.name()),
                        Texts.text("host." + name + ".money"),
                        yes,
                        () -> work.act(act)));
        button.setId("host-" + name);
        return button;
    }

    private Button drain(Host host) {
        return asking("drain", host, caller -> Told.drained(drains.drain(caller, host.id())));
    }

    private Button undrain(Host host) {
        var button = new Button(
                Texts.text("host.undrain"), e -> work.act(caller -> Told.undrained(drains.undrain(caller, host.id()))));
        button.setId("host-undrain");
        return button;
    }

    private Button takeOut(Host host) {
        return asking("out", host, caller -> Told.failed(lifeCycle.failHost(caller, host.id())));
    }

    private Button takeBack(Host host) {
        return asking("back", host, caller -> Told.repaired(lifeCycle.repairHost(caller, host.id())));
    }

    private void showCards() {
        cards.removeAll();
        Instant start = clock.instant().minus(length.dividedBy(PAST_PARTS)).truncatedTo(ChronoUnit.HOURS);
        var window = new TimeWindow(start, start.plus(length));
        for (DeviceTiles card : fleet.tilesOfHost(visits.caller(), shown, window)) {
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
