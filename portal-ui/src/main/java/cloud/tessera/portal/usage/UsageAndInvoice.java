package cloud.tessera.portal.usage;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Preview;
import cloud.tessera.billing.money.Money;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.limit.Workload;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.Optional;

/**
 * How a month's use fits its invoice. Use is what was delivered on a day. An invoice has the whole of each block that was
 * confirmed in its month, whenever it runs, and what was metered up to when it was issued; what came later is on the next.
 */
final class UsageAndInvoice {
    private UsageAndInvoice() {}

    static Component running(UsageMonth month, Preview preview) {
        return panel(
                month,
                Texts.text("usage.invoice.sofar"),
                preview.training(),
                preview.inference(),
                new Anchor("invoices", Texts.text("nav.invoices")));
    }

    static Component over(UsageMonth month, Optional<Invoice> invoice) {
        String title = Texts.text("usage.invoice.title");
        if (invoice.isEmpty()) {
            return new Panel(title, quiet("usage.invoice.none"), quiet("usage.invoice.training"));
        }
        Invoice issued = invoice.get();
        return panel(
                month,
                Texts.text("invoice.title", issued.number()),
                issued.training(),
                issued.inference(),
                new Anchor("invoices/" + issued.id().text(), Texts.text("invoice.title", issued.number())));
    }

    private static Component panel(UsageMonth month, String heading, Money training, Money inference, Component link) {
        var table = new Table(
                Texts.text("usage.invoice.title"),
                List.of(
                        Table.Column.text(Texts.text("usage.for")),
                        Table.Column.figures(Texts.text("usage.invoice.here")),
                        Table.Column.figures(heading)));
        table.row(
                StateBadge.workload(Workload.TRAINING.text()),
                new Span(Amounts.text(month.cost(Workload.TRAINING))),
                new Span(Amounts.text(training)));
        table.row(
                StateBadge.workload(Workload.INFERENCE.text()),
                new Span(Amounts.text(month.cost(Workload.INFERENCE))),
                new Span(Amounts.text(inference)));
        return Panel.with(
                Texts.text("usage.invoice.title"),
                link,
                table,
                quiet("usage.invoice.training"),
                quiet("usage.invoice.inference"));
    }

    private static Paragraph quiet(String key) {
        var paragraph = new Paragraph(Texts.text(key));
        paragraph.addClassNames("quiet", "small");
        return paragraph;
    }
}
