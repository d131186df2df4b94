package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.matching.Throughput;
import cloud.tessera.inventory.matching.ThroughputTable;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Paragraph;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the cards that there are do in a second, and where each figure comes from. */
final class Speeds {
    private Speeds() {}

    /** @param models those to be told of; what nothing is known about is left out */
    static Component of(List<AcceleratorModel> models) {
        Set<String> known = models.stream().map(AcceleratorModel::key).collect(Collectors.toSet());
        var table = new Table(
                Texts.text("speeds.title"),
                List.of(
                        Table.Column.text(Texts.text("speeds.work")),
                        Table.Column.text(Texts.text("wish.model")),
                        Table.Column.figures(Texts.text("speeds.rate")),
                        Table.Column.text(Texts.text("speeds.source"))));
        ThroughputTable.shipped().stream()
                .filter(row -> known.contains(row.model()))
                .forEach(row -> table.row(
                        row.name(),
                        Shapes.model(row.model()).name(),
                        Amounts.grouped(
                                        row.perSecond(),
                                        Math.max(0, row.perSecond().scale())) + " " + row.unit(),
                        source(row)));
        var lead = new Paragraph(Texts.text("speeds.lead"));
        lead.addClassNames("quiet", "small");
        return new Panel(Texts.text("speeds.title"), lead, new Details(Texts.text("speeds.open"), table));
    }

    private static String source(Throughput row) {
        if (row.example()) {
            return Texts.text("speeds.example");
        }
        return row.date() == null ? row.source() : Texts.text("speeds.published", row.source(), row.date());
    }
}
