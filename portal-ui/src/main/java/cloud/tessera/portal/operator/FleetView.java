package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.HostView;
import cloud.tessera.inventory.fleet.Imported;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.replan.Packings;
import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Figure;
import cloud.tessera.portal.part.FileDrop;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The fleet: its sites with their links and cards, its hosts, and the way in for more. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/fleet")
public class FleetView extends PortalPage {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Fleet fleet;
    private final transient Packings packings;
    private final Div body = new Div();
    private final LongWork work;

    FleetView(Visits visits, Fleet fleet, Packings packings) {
        this.visits = visits;
        this.packings = packings;
        this.fleet = fleet;
        body.addClassName("page-body");
        work = new LongWork(visits, body, this::show);
        head(Texts.text("nav.fleet"), Texts.text("fleet.lead"));
        add(work, body);
        if (visits.caller().may(Permission.PLATFORM_MANAGE)) {
            add(new Panel(
                    Texts.text("fleet.import"),
                    new Span(Texts.text("fleet.import.more")),
                    new FileDrop(this::dropped, ".yaml", ".yml", ".csv")));
        }
        show();
    }

    private void show() {
        body.removeAll();
        Caller caller = visits.caller();
        List<Site> sites = fleet.sites(caller);
        List<Stock> stock = fleet.stock(caller);
        if (sites.isEmpty()) {
            body.add(new Empty(Texts.text("fleet.none"), Texts.text("fleet.none.next")));
            return;
        }
        int cards = stock.stream().mapToInt(Stock::devices).sum();
        int failed = stock.stream().mapToInt(Stock::failed).sum();
        long cut = sites.stream().filter(site -> !site.reachable()).count();
        body.add(Figure.row(
                new Figure(Texts.text("fleet.sites"), "plain")
                        .show(
                                Texts.count("fleet.sites.count", sites.size()),
                                cut == 0 ? Texts.text("fleet.links.up") : Texts.count("fleet.links.down", cut)),
                new Figure(Texts.text("fleet.cards"), "training")
                        .show(Texts.count("cards", cards), Texts.count("fleet.models", models(stock))),
                new Figure(Texts.text("fleet.failed"), failed == 0 ? "plain" : "amber")
                        .show(Texts.count("cards", failed), Texts.text("fleet.failed.note"))));
        body.add(new Panel(
                Texts.text("fleet.sites"),
                SiteTable.of(sites, stock, fleet.pools(caller), linkButton(caller), latencyButton(caller, sites))));
        body.add(hosts(sites));
        body.add(new Panel(
                Texts.text("packing.title"),
                new Span(Texts.text("packing.more")),
                PackingTable.of(packings.last(caller))));
    }

    /** What an operator can do about the link of a site; nothing for anybody else. */
    private Function<Site, Optional<Component>> linkButton(Caller caller) {
        return caller.may(Permission.PLATFORM_MANAGE)
                ? site -> Optional.of(linkButton(site))
                : site -> Optional.empty();
    }

    private Button linkButton(Site site) {
        boolean cuts = site.reachable();
        String doing = cuts ? "cut" : "restore";
        String yes = Texts.text("fleet.link." + doing);
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("fleet.link." + doing + ".ask", site.name()),
                        Texts.text("fleet.link." + doing + ".money"),
                        yes,
                        () -> work.act(asker -> Told.linked(
                                cuts ? fleet.cutLink(asker, site.code()) : fleet.restoreLink(asker, site.code())))));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.setId("link-" + site.code());
        button.setAriaLabel(Texts.text("fleet.link." + doing + ".of", site.name()));
        return button;
    }

    /** What an operator can do about the latencies of a site; nothing for anybody else. */
    private Function<Site, Optional<Component>> latencyButton(Caller caller, List<Site> sites) {
        SortedSet<String> regions = new TreeSet<>();
        sites.forEach(site -> regions.addAll(site.latencies().keySet()));
        return caller.may(Permission.PLATFORM_MANAGE)
                ? site -> Optional.of(latencyButton(site, regions))
                : site -> Optional.empty();
    }

    private Button latencyButton(Site site, SortedSet<String> regions) {
        var button = new Button(
                Texts.text("latency.open"),
                e -> new LatencyDialog(
                                site, regions, all -> fleet.setLatencies(visits.caller(), site.code(), all), () -> {
                                    Notes.done(Texts.text("latency.done", site.name()));
                                    show();
                                })
                        .open());
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.setId("latencies-" + site.code());
        button.setAriaLabel(Texts.text("latency.title", site.name()));
        return button;
    }

    private static int models(List<Stock> stock) {
        return (int) stock.stream().map(Stock::model).distinct().count();
    }

    private Component hosts(List<Site> sites) {
        var records = new Records<HostView>(Texts.text("fleet.hosts"))
                .part(Texts.text("column.name"), FleetView::link)
                .column(Texts.text("column.site"), h -> h.host().site())
                .column(Texts.text("fleet.pool"), h -> h.host().pool())
                .column(Texts.text("column.what"), FleetView::cards)
                .part(Texts.text("column.state"), FleetView::state)
                .narrow(Texts.text("fleet.hosts"), FleetView::card);
        List<Optional<Site>> choices = new ArrayList<>();
        choices.add(Optional.empty());
        sites.forEach(site -> choices.add(Optional.of(site)));
        var choice = new Select<Optional<Site>>();
        choice.setAriaLabel(Texts.text("column.site"));
        choice.setItems(choices);
        choice.setItemLabelGenerator(s -> s.map(Site::name).orElseGet(() -> Texts.text("fleet.everysite")));
        choice.setValue(Optional.empty());
        Div list = records.listing(
                page -> fleet.hosts(visits.caller(), filter(choice.getValue()), page),
                new Empty(Texts.text("fleet.nohosts"), Texts.text("fleet.none.next")));
        choice.addValueChangeListener(
                e -> records.update(fleet.hosts(visits.caller(), filter(e.getValue()), Page.Request.first(Page.MOST))));
        return Panel.with(Texts.text("fleet.hosts"), choice, list);
    }

    private static FleetFilter filter(Optional<Site> site) {
        return site.map(s -> FleetFilter.ofSite(s.code())).orElseGet(FleetFilter::all);
    }

    private static Anchor link(HostView host) {
        var link = new Anchor("operator/hosts/" + host.host().id(), host.host().name());
        link.addClassName("strong");
        return link;
    }

    static String cards(HostView host) {
        String models = String.join(
                ", ", host.models().stream().map(m -> Shapes.model(m).name()).toList());
        return Texts.text("shape.cards", host.devices(), models);
    }

    static Component state(HostView host) {
        Device.Health worst = host.failed() > 0
                ? Device.Health.FAILED
                : host.draining() > 0 ? Device.Health.DRAINING : Device.Health.HEALTHY;
        return StateBadge.of(worst.text());
    }

    private static Component card(HostView host) {
        var card = new Div(
                link(host),
                state(host),
                new Span(cards(host)),
                new Span(),
                new Span(host.host().site()));
        card.addClassName("grid-card");
        return card;
    }

    private Optional<Refusal> dropped(String fileName, byte[] content) {
        if (fileName.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            // The list names no site, so the operator does.
            new TargetDialog(
                            fileName,
                            target -> fleet.importOpenb(visits.caller(), fileName, content, target),
                            this::imported)
                    .open();
            return Optional.empty();
        }
        return switch (fleet.importYaml(visits.caller(), fileName, content)) {
            case Outcome.Done<Imported> done -> {
                imported(done.value());
                yield Optional.empty();
            }
            case Outcome.No<Imported> no -> Optional.of(no.refusal());
        };
    }

    private void imported(Imported done) {
        Notes.done(Texts.text("fleet.imported", done.hosts(), done.devices(), done.added(), done.changed()));
        show();
    }
}
