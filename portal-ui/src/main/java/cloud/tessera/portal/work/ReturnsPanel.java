package cloud.tessera.portal.work;

import cloud.tessera.inventory.reservation.Return;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.function.Consumer;

/** What was returned of a reservation: how much of it was sold again, and what has come back. */
final class ReturnsPanel {
    private ReturnsPanel() {}

    /**
     * @param mayBook whether the one who looks may take back what was not sold
     * @param withdraw takes one back
     */
    static Component of(List<Return> returns, boolean mayBook, Consumer<Return> withdraw) {
        var table = new Table(
                Texts.text("returns.title"),
                List.of(
                        Table.Column.text(Texts.text("column.when")),
                        Table.Column.text(Texts.text("column.what")),
                        Table.Column.text(Texts.text("column.state")),
                        Table.Column.figures(Texts.text("returns.sold")),
                        Table.Column.figures(Texts.text("returns.credited"))));
        for (Return it : returns) {
            table.row(
                    When.range(it.window().start(), it.window().end()),
                    new Span(Shapes.text(it.shape())),
                    state(it),
                    new Span(sold(it)),
                    new Span(Amounts.text(it.credited())));
            if (mayBook && it.state() == Return.State.OPEN && it.soldHours() == 0) {
                var back = new Button(Texts.text("returns.withdraw"), e -> withdraw.accept(it));
                back.addThemeVariants(ButtonVariant.LUMO_SMALL);
                back.addClassName("withdraw-return");
                table.below(new Div(back));
            }
        }
        var panel = new Panel(Texts.text("returns.title"), table);
        panel.setId("returns");
        return panel;
    }

    static StateBadge state(Return it) {
        String tone = switch (it.state()) {
            case QUOTED, WITHDRAWN -> "idle";
            case OPEN -> "busy";
            case SETTLED -> "good";
        };
        return StateBadge.remark(Texts.text("state.return." + it.state().text()), tone);
    }

    static String sold(Return it) {
        return Texts.text("returns.sold.of", it.soldHours(), it.unitHours());
    }
}
