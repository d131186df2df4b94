package cloud.tessera.portal.work;

import cloud.tessera.inventory.reservation.CancellationQuote;
import cloud.tessera.inventory.reservation.CancellationSteps;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Asks before a reservation that was bought is cancelled: the refund first, and the steps by which it was worked out. */
final class CancelDialog extends ConfirmDialog {
    private static final long serialVersionUID = 1;

    /** @param yes what to do when it is to be cancelled */
    CancelDialog(Reservation reservation, CancellationQuote quote, Runnable yes) {
        setHeader(Texts.text("reservation.cancel.ask", reservation.name()));
        var said = new Div(
                new Paragraph(consequence(reservation, quote)), steps(reservation.cancellationSteps(), quote.step()));
        said.addClassName("stack");
        setText(said);
        setWidth("30rem");
        setConfirmButton(Texts.text("reservation.cancel"), e -> yes.run(), "error primary");
        setCancelable(true);
        setCancelText(Texts.text("ask.keep"));
    }

    private static String consequence(Reservation reservation, CancellationQuote quote) {
        String refund = Amounts.text(quote.refund());
        String worth = Amounts.text(quote.worth());
        Instant kept = quote.keptUntil();
        return kept == null
                ? Texts.text("reservation.cancel.money", refund, quote.percent(), worth)
                : Texts.text(
                        "reservation.cancel.money.running",
                        refund,
                        quote.percent(),
                        worth,
                        When.text(kept.minus(reservation.turnaround())));
    }

    private static Component steps(int version, String now) {
        var table = new Table(
                Texts.text("cancel.steps", version),
                List.of(
                        Table.Column.text(Texts.text("cancel.steps", version)),
                        Table.Column.figures(Texts.text("cancel.steps.refund"))));
        for (CancellationSteps.Step step : CancellationSteps.of(version).steps()) {
            var name = new Div(new Span(name(step)));
            if (step.code().equals(now)) {
                name.add(new Span(" "), StateBadge.remark(Texts.text("cancel.steps.now"), "busy"));
            }
            table.row(name, new Span(Texts.text("cancel.steps.percent", step.percent())));
        }
        return table;
    }

    private static String name(CancellationSteps.Step step) {
        Duration before = step.before();
        return before == null || before.isZero()
                ? Texts.text("cancel.step." + step.code())
                : Texts.text("cancel.step.before", before.toHours());
    }
}
