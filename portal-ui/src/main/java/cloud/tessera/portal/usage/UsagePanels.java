package cloud.tessera.portal.usage;

import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Chart;
import cloud.tessera.portal.part.Figure;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.ProjectId;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Span;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The panels of the usage page. */
final class UsagePanels {
    private UsagePanels() {}

    static Component figures(UsageMonth month) {
        var total = month.cost(Workload.TRAINING).plus(month.cost(Workload.INFERENCE));
        return Figure.row(
                figure("workload.training", "training", month, Workload.TRAINING),
                figure("workload.inference", "inference", month, Workload.INFERENCE),
                new Figure(Texts.text("usage.total"), "plain")
                        .show(Amounts.text(total), Texts.text("usage.total.note")));
    }

    private static Figure figure(String name, String tone, UsageMonth month, Workload workload) {
        String hours = Amounts.grouped(month.cardHours(workload), 2);
        return new Figure(Texts.text(name), tone)
                .show(Amounts.text(month.cost(workload)), Texts.text("usage.cardhours", hours));
    }

    static Component cost(UsageMonth month) {
        return picture(
                month,
                Texts.text("usage.cost.title"),
                month.currency().getCurrencyCode(),
                (workload, date) -> month.cost(workload, date).decimal());
    }

    static Component hours(UsageMonth month) {
        return picture(month, Texts.text("usage.hours.title"), Texts.text("usage.hours.unit"), month::cardHours);
    }

    private static Component picture(
            UsageMonth month, String title, String unit, BiFunction<Workload, LocalDate, BigDecimal> value) {
        List<LocalDate> dates = month.dates();
        var chart = new Chart(Texts.text("usage.picture", title));
        chart.show(
                Chart.Kind.BAR,
                unit,
                dates.stream().map(date -> String.valueOf(date.getDayOfMonth())).toList(),
                List.of(series(Workload.TRAINING, dates, value), series(Workload.INFERENCE, dates, value)));
        var table = new Table(
                title,
                List.of(
                        Table.Column.text(Texts.text("usage.date")),
                        Table.Column.figures(Texts.text("workload.training") + ", " + unit),
                        Table.Column.figures(Texts.text("workload.inference") + ", " + unit)));
        for (LocalDate date : dates) {
            BigDecimal training = value.apply(Workload.TRAINING, date);
            BigDecimal inference = value.apply(Workload.INFERENCE, date);
            if (training.signum() != 0 || inference.signum() != 0) {
                table.row(
                        date.toString(),
                        Amounts.grouped(training, training.scale()),
                        Amounts.grouped(inference, inference.scale()));
            }
        }
        return new Panel(title, chart, new Details(Texts.text("table.twin"), table));
    }

    private static Chart.Series series(
            Workload workload, List<LocalDate> dates, BiFunction<Workload, LocalDate, BigDecimal> value) {
        return new Chart.Series(
                Texts.text("workload." + workload.text()),
                workload.text(),
                dates.stream().map(date -> value.apply(workload, date)).toList());
    }

    static Component byWhat(UsageMonth month, Map<ProjectId, String> projects, Component download) {
        var table = new Table(
                Texts.text("usage.what.title"),
                List.of(
                        Table.Column.text(Texts.text("usage.for")),
                        Table.Column.text(Texts.text("column.what")),
                        Table.Column.text(Texts.text("column.project")),
                        Table.Column.text(Texts.text("column.site")),
                        Table.Column.figures(Texts.text("usage.unithours")),
                        Table.Column.figures(Texts.text("usage.cost"))));
        for (UsageMonth.Sum sum : month.things()) {
            var thing = sum.thing();
            table.row(
                    StateBadge.workload(thing.workload().text()),
                    new Span(Shapes.sku(thing.sku())),
                    new Span(projects.getOrDefault(
                            thing.project(), thing.project().text())),
                    new Span(thing.site()),
                    new Span(Texts.text(
                            "usage.unithours.text",
                            Amounts.grouped(Amounts.hours(sum.unitSeconds()), 2),
                            Shapes.unit(thing.sku()))),
                    new Span(Amounts.text(sum.cost())));
        }
        return Panel.with(Texts.text("usage.what.title"), download, table);
    }
}
