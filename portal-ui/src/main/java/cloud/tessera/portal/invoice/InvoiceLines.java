package cloud.tessera.portal.invoice;

import cloud.tessera.billing.invoicing.InvoiceLine;
import cloud.tessera.billing.invoicing.Section;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;

/** The lines of an invoice by section; a line opens to the segments that it was computed from. */
final class InvoiceLines {
    private static final int SEGMENTS_AT_ONCE = 500;

    private final ZoneId zone;

    /** @param zone in which the invoice tells times */
    InvoiceLines(ZoneId zone) {
        this.zone = zone;
    }

    Component table(List<InvoiceLine> lines) {
        var table = new Table(
                Texts.text("invoice.lines"),
                List.of(
                        Table.Column.text(Texts.text("invoice.line")),
                        Table.Column.text(Texts.text("invoice.description")),
                        Table.Column.text(Texts.text("column.project")),
                        Table.Column.figures(Texts.text("usage.unithours")),
                        Table.Column.figures(Texts.text("invoice.amount"))));
        // Where there is no room for five columns, a row's figures stand below one another.
        table.addClassName("stacked");
        for (Section section : Section.values()) {
            List<InvoiceLine> own =
                    lines.stream().filter(line -> line.section() == section).toList();
            if (!own.isEmpty()) {
                table.section(Texts.text("section." + section.text()));
                own.forEach(line -> row(table, line));
            }
        }
        return table;
    }

    private void row(Table table, InvoiceLine line) {
        String hours = line.unitSeconds() == 0 || line.sku() == null
                ? ""
                : Texts.text(
                        "usage.unithours.text",
                        Amounts.grouped(Amounts.hours(line.unitSeconds()), 2),
                        Shapes.unit(line.sku()));
        table.row(
                new Span(String.valueOf(line.line())),
                description(line),
                new Span(line.projectName() == null ? "" : line.projectName()),
                new Span(hours),
                new Span(Amounts.text(line.amount())));
        if (!line.segments().isEmpty()) {
            table.below(details(line));
        }
    }

    private static Component description(InvoiceLine line) {
        var what = new Div(new Span(line.description()));
        if (!line.billedBefore().isZero()) {
            var before = new Div(new Span(Texts.text("invoice.before", Amounts.text(line.billedBefore()))));
            before.addClassNames("small", "quiet");
            what.add(before);
        }
        return what;
    }

    private Component details(InvoiceLine line) {
        var details =
                new Details(Texts.count("invoice.segments", line.segments().size()));
        // Filled when it is opened: a month of hours has many.
        details.addOpenedChangeListener(e -> {
            if (e.isOpened() && details.getContent().findAny().isEmpty()) {
                details.add(segments(line));
            }
        });
        return details;
    }

    private Component segments(InvoiceLine line) {
        Currency currency = line.amount().currency();
        String per = line.sku() == null ? "" : Shapes.unit(line.sku());
        List<Table.Column> columns = new ArrayList<>();
        columns.add(Table.Column.text(Texts.text("column.when")));
        columns.add(Table.Column.figures(Texts.text("invoice.unitseconds")));
        columns.add(Table.Column.figures(Texts.text("invoice.rate")));
        var table = new Table(Texts.text("invoice.segments.title", line.line()), columns);
        var all = new Div(table);
        show(all, line.segments(), segment -> segment(table, segment, currency, per));
        return all;
    }

    /** Shows the first segments, and those that are left on demand: a busy month has thousands. */
    private static void show(Div all, List<Segment> segments, Consumer<Segment> show) {
        segments.stream().limit(SEGMENTS_AT_ONCE).forEach(show);
        if (segments.size() > SEGMENTS_AT_ONCE) {
            List<Segment> left = segments.subList(SEGMENTS_AT_ONCE, segments.size());
            int next = Math.min(SEGMENTS_AT_ONCE, left.size());
            var more = new Button(Texts.text("invoice.segments.next", next, left.size()), e -> {
                all.remove(e.getSource());
                show(all, left, show);
            });
            more.setDisableOnClick(true);
            all.add(more);
        }
    }

    private void segment(Table table, Segment segment, Currency currency, String per) {
        table.row(
                When.range(segment.from(), segment.until(), zone),
                new Span(Texts.text("unit.seconds", Amounts.grouped(BigDecimal.valueOf(segment.unitSeconds()), 0))),
                new Span(Texts.text("price.per", Amounts.rate(segment.ratePerHour(), currency), per)));
    }
}
