package cloud.tessera.portal.invoice;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Invoices in a list, for customers and operators alike. */
public final class InvoiceList {
    static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    private InvoiceList() {}

    /**
     * The list without its invoices.
     *
     * @param path where the page of an invoice begins, up to its id
     * @param now tells which are overdue
     */
    public static Records<Invoice> of(String path, Instant now) {
        return records(path, now, false);
    }

    /** The same with the customer of each. */
    public static Records<Invoice> withCustomers(String path, Instant now) {
        return records(path, now, true);
    }

    private static Records<Invoice> records(String path, Instant now, boolean customers) {
        var records = new Records<Invoice>(Texts.text("nav.invoices"))
                .part(Texts.text("invoice.number"), invoice -> link(path, invoice))
                .column(Texts.text("usage.month"), invoice -> MONTH.format(invoice.month()));
        if (customers) {
            records.column(
                    Texts.text("organization"), invoice -> invoice.customer().name());
        }
        return records.part(
                        Texts.text("column.state"),
                        invoice -> StateBadge.of(state(invoice.status(), invoice.dueAt(), now)))
                .figures(Texts.text("workload.training"), invoice -> Amounts.text(invoice.training()))
                .figures(Texts.text("workload.inference"), invoice -> Amounts.text(invoice.inference()))
                .figures(Texts.text("invoices.credits"), invoice -> Amounts.text(invoice.credits()))
                .figures(Texts.text("invoice.total"), invoice -> Amounts.text(invoice.total()))
                .part(Texts.text("invoice.due"), invoice -> new Span(When.day(invoice.dueAt())))
                .narrow(Texts.text("nav.invoices"), invoice -> card(path, invoice, now));
    }

    /** Where an invoice stands, with {@code overdue} for one that is to be paid and past its due date. */
    static String state(Invoice.Status status, Instant dueAt, Instant now) {
        return status == Invoice.Status.ISSUED && dueAt.isBefore(now) ? "overdue" : status.text();
    }

    private static Anchor link(String path, Invoice invoice) {
        var link = new Anchor(path + invoice.id().text(), invoice.number());
        link.addClassName("strong");
        return link;
    }

    private static Component card(String path, Invoice invoice, Instant now) {
        var card = new Div(
                link(path, invoice),
                StateBadge.of(state(invoice.status(), invoice.dueAt(), now)),
                new Span(MONTH.format(invoice.month())),
                new Span(Amounts.text(invoice.total())),
                new Span(invoice.customer().name()));
        card.addClassName("grid-card");
        return card;
    }
}
