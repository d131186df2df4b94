package cloud.tessera.portal.work;

import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Chart;
import cloud.tessera.portal.part.CodeLine;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Lines;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.Timeline;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The panels that reservations and allocations have in common. */
final class Claims {
    private Claims() {}

    /** What happened, step by step. */
    static Component history(List<ClaimEvent> events) {
        var timeline = new Timeline();
        events.forEach(event -> timeline.add(event.state(), event.at(), event.detail()));
        return new Panel(Texts.text("work.history"), timeline);
    }

    /** Where it is, and within what it stays. */
    static Component site(String site, SiteLimits limits) {
        var at = new Div(new Div(new Span(site)));
        if (!limits.none()) {
            var kept = new Span(Texts.text("work.limits", limits.text()));
            kept.addClassNames("small", "quiet");
            at.add(kept);
        }
        return at;
    }

    /** How to reach the work; empty access says when that will be. */
    static Component connect(Optional<Access> access, boolean mayUse, boolean over) {
        if (!mayUse) {
            return new Panel(Texts.text("connect.title"), quiet(Texts.text("connect.role")));
        }
        if (access.isEmpty()) {
            return new Panel(Texts.text("connect.title"), quiet(Texts.text(over ? "connect.over" : "connect.notyet")));
        }
        String address = access.get().address();
        String token = access.get().token();
        if (access.get().simulated()) {
            var simulated = new Span(Texts.text("connect.simulated"));
            simulated.addClassName("strong");
            return new Panel(
                    Texts.text("connect.title"),
                    simulated,
                    quiet(Texts.text("connect.simulated.more")),
                    named(Texts.text("connect.address"), address),
                    named(Texts.text("connect.token"), token));
        }
        String curl = "curl -H 'Authorization: Bearer " + token + "' " + address;
        return new Panel(
                Texts.text("connect.title"),
                quiet(Texts.text("connect.more")),
                named(Texts.text("connect.curl"), curl),
                named(Texts.text("connect.address"), address),
                named(Texts.text("connect.token"), token));
    }

    /** Whether it is a process of the machine that the platform runs on: those alone listen where nobody else reaches. */
    private static boolean isProcess(Access access) {
        String host = URI.create(access.address()).getHost();
        return "127.0.0.1".equals(host);
    }

    private static Component named(String name, String code) {
        var label = new Span(name);
        label.addClassNames("small", "quiet");
        return new Div(label, new CodeLine(name, code));
    }

    /** The pieces of cards that it holds. */
    static Component placement(List<Granted> pieces) {
        return pieces.isEmpty()
                ? quiet(Texts.text("work.nodevices"))
                : new Lines(pieces.stream().map(Granted::text).toList());
    }

    static Paragraph quiet(String text) {
        var paragraph = new Paragraph(text);
        paragraph.addClassName("quiet");
        return paragraph;
    }

    static void put(Facts facts, String key, String value) {
        facts.put(Texts.text(key), value);
    }

    /** How busy the devices were: a picture, and the same in figures. */
    static final class Utilisation extends Div {
        private static final long serialVersionUID = 1;
        private final Chart chart = new Chart(Texts.text("utilisation.picture"));
        private final Paragraph none = quiet(Texts.text("utilisation.none"));
        private final Details figures = new Details(Texts.text("table.twin"));

        Utilisation() {
            chart.addClassName("low");
            var panel = new Panel(Texts.text("utilisation.title"), none, chart, figures);
            add(panel);
            show(List.of());
        }

        /** Says why there are no measurements, by where the work runs; empty access leaves that open. */
        void of(Optional<Access> access) {
            boolean process = access.filter(Claims::isProcess).isPresent();
            none.setText(Texts.text(process ? "utilisation.process" : "utilisation.none"));
        }

        void show(List<Sample> samples) {
            none.setVisible(samples.isEmpty());
            chart.setVisible(!samples.isEmpty());
            figures.setVisible(!samples.isEmpty());
            chart.show(
                    Chart.Kind.LINE,
                    "%",
                    samples.stream().map(s -> When.text(s.at())).toList(),
                    List.of(
                            series(
                                    "utilisation.busy",
                                    "training",
                                    samples.stream().map(Sample::busy).toList()),
                            series(
                                    "utilisation.memory",
                                    "amber",
                                    samples.stream().map(Sample::memory).toList())));
            figures.removeAll();
            var table = new Table(
                    Texts.text("utilisation.title"),
                    List.of(
                            Table.Column.text(Texts.text("utilisation.at")),
                            Table.Column.figures(Texts.text("utilisation.busy")),
                            Table.Column.figures(Texts.text("utilisation.memory"))));
            samples.reversed().stream()
                    .limit(20)
                    .forEach(s -> table.row(
                            When.exactly(s.at()),
                            new Span(Amounts.percent(s.busy())),
                            new Span(Amounts.percent(s.memory()))));
            figures.add(table);
        }

        private static Chart.Series series(String name, String tone, List<BigDecimal> shares) {
            return new Chart.Series(
                    Texts.text(name),
                    tone,
                    shares.stream().map(s -> s.movePointRight(2)).toList());
        }
    }
}
