package cloud.tessera.portal.operator;

import cloud.tessera.inventory.replan.Packed;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import java.util.List;

/** What the packing in the background did last, for each pool and model. */
final class PackingTable {
    private PackingTable() {}

    static Component of(List<Packed> all) {
        if (all.isEmpty()) {
            return new Empty(Texts.text("packing.none"), Texts.text("packing.none.next"));
        }
        var table = new Table(
                Texts.text("packing.title"),
                List.of(
                        Table.Column.text(Texts.text("fleet.pool")),
                        Table.Column.text(Texts.text("fleet.cards")),
                        Table.Column.text(Texts.text("packing.last")),
                        Table.Column.figures(Texts.text("packing.claims")),
                        Table.Column.figures(Texts.text("packing.moved")),
                        Table.Column.figures(Texts.text("packing.refused")),
                        Table.Column.figures(Texts.text("packing.freed")),
                        Table.Column.figures(Texts.text("packing.took"))));
        for (Packed each : all) {
            table.row(
                    new Span(each.pool()),
                    new Span(Shapes.model(each.model()).name()),
                    When.of(each.at()),
                    new Span(String.valueOf(each.claims())),
                    new Span(String.valueOf(each.moved())),
                    new Span(String.valueOf(each.refused())),
                    new Span(String.valueOf(each.freedCards())),
                    new Span(Texts.text("packing.ms", each.took().toMillis())));
        }
        return table;
    }
}
