package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.HostView;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.lifecycle.Metered;
import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The demo panel: lets time pass and things go wrong, through the same use cases that jobs and operators call. */
@Prototype
@Requires(beans = DemoControls.class)
@RolesAllowed(Rights.MANAGE_PLATFORM)
@Route("operator/demo")
public class DemoView extends PortalPage {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final transient Visits visits;
    private final transient DemoControls demo;
    private final transient Fleet fleet;
    private final Div panels = new Div();
    private final LongWork work;
    private final Select<Site> site = new Select<>();
    private final ComboBox<HostView> host = new ComboBox<>();

    DemoView(Visits visits, DemoControls demo, Fleet fleet, Clock clock, Watching watching) {
        this.visits = visits;
        this.demo = demo;
        this.fleet = fleet;
        head(Texts.text("nav.demo"), Texts.text("demo.lead"));
        work = new LongWork(visits, panels, this::showSites);
        panels.addClassName("page-body");
        panels.add(Panel.columns(time(clock, watching), hosts(), links(), readings()));
        add(work, panels);
    }

    private Component time(Clock clock, Watching watching) {
        var now = new Div();
        now.addClassName("strong");
        now.setId("now");
        watching.watch(now, OFTEN, caller -> clock.instant().getEpochSecond(), second -> {
            now.removeAll();
            now.add(When.exactly(Instant.ofEpochSecond(second)));
        });
        var buttons = new Div();
        buttons.addClassName("actions");
        for (DemoControls.Step step : DemoControls.Step.values()) {
            buttons.add(button("demo.step." + step.name().toLowerCase(Locale.ROOT), caller -> {
                Instant then = demo.advance(caller, step);
                return () -> Texts.text("demo.now", When.text(then));
            }));
        }
        return new Panel(Texts.text("demo.time"), now, quiet("demo.time.more"), buttons);
    }

    private Component hosts() {
        host.setLabel(Texts.text("demo.host"));
        host.setItems(query -> fleet
                .hosts(
                        visits.caller(),
                        FleetFilter.ofText(query.getFilter().orElse("")),
                        new Page.Request(Math.min(Page.MOST, query.getLimit()), cursor(query.getOffset())))
                .items()
                .stream());
        host.setItemLabelGenerator(h -> h.host().name() + " · " + h.host().site());
        host.setErrorMessage(Texts.text("demo.host.choose"));
        var fail = new Button(
                Texts.text("demo.fail"),
                e -> chosen().ifPresent(chosen -> Ask.before(
                        Texts.text("demo.fail.ask", chosen.host().name()),
                        Texts.text("demo.fail.money"),
                        Texts.text("demo.fail"),
                        () -> work.act(caller ->
                                Told.failed(demo.failHost(caller, chosen.host().id()))))));
        fail.setId("fail-host");
        var repair = new Button(
                Texts.text("demo.repair"),
                e -> chosen().ifPresent(chosen -> work.act(caller ->
                        Told.repaired(demo.repairHost(caller, chosen.host().id())))));
        repair.setId("demo-repair");
        var buttons = new Div(fail, repair);
        buttons.addClassName("actions");
        return new Panel(Texts.text("demo.hosts"), quiet("demo.hosts.more"), host, buttons);
    }

    /** The host that is chosen; where there is none, the field says that it is needed. */
    private Optional<HostView> chosen() {
        host.setInvalid(host.getValue() == null);
        return Optional.ofNullable(host.getValue());
    }

    private static @Nullable String cursor(int offset) {
        return offset == 0 ? null : String.valueOf(offset);
    }

    private Component links() {
        site.setLabel(Texts.text("column.site"));
        site.setItemLabelGenerator(
                s -> s.name() + " (" + StateBadge.text(s.link().text()) + ")");
        showSites();
        var cut = button(
                "demo.cut",
                caller -> Told.linked(demo.cutLink(caller, site.getValue().code())));
        var restore = button(
                "demo.restore",
                caller -> Told.linked(demo.restoreLink(caller, site.getValue().code())));
        var buttons = new Div(cut, restore);
        buttons.addClassName("actions");
        return new Panel(Texts.text("demo.links"), quiet("demo.links.more"), site, buttons);
    }

    private Component readings() {
        var again = button("demo.again", caller -> {
            Metered metered = demo.deliverTwice(caller);
            return () -> Texts.text("demo.again.done", metered.fresh(), metered.duplicate());
        });
        var buttons = new Div(again);
        buttons.addClassName("actions");
        return new Panel(Texts.text("demo.readings"), quiet("demo.readings.more"), buttons);
    }

    private static Paragraph quiet(String key) {
        var paragraph = new Paragraph(Texts.text(key));
        paragraph.addClassNames("quiet", "small");
        return paragraph;
    }

    private Button button(String key, Function<Caller, Supplier<String>> doing) {
        var button = new Button(Texts.text(key), e -> work.act(doing));
        button.setId(key.replace('.', '-'));
        return button;
    }

    private void showSites() {
        String chosen = site.getValue() == null ? "" : site.getValue().code();
        List<Site> sites = fleet.sites(visits.caller());
        site.setItems(sites);
        sites.stream()
                .filter(s -> s.code().equals(chosen))
                .findFirst()
                .or(() -> sites.stream().findFirst())
                .ifPresent(site::setValue);
    }
}
