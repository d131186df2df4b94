package cloud.tessera.portal.invoice;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.InvoiceId;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Downloads;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** One invoice: who owes what to whom by when, its lines by section, and what each line was computed from. */
@Prototype
@RolesAllowed({Rights.SEE_COSTS, Rights.SEE_PLATFORM})
@Route("invoices/:id")
@RouteAlias("operator/invoices/:id")
public class InvoiceView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Invoices invoices;
    private final transient Clock clock;
    private final Div told = new Div();

    InvoiceView(Visits visits, Invoices invoices, Clock clock) {
        this.visits = visits;
        this.invoices = invoices;
        this.clock = clock;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        try {
            show(InvoiceId.of(event.getRouteParameters().get("id").orElse("")));
        } catch (IllegalArgumentException notAnId) {
            event.rerouteToError(NotFoundException.class);
        }
    }

    private void show(InvoiceId id) {
        Caller caller = visits.caller();
        Invoice invoice = invoices.get(caller, id);
        boolean platform = caller.organization().isEmpty();
        head(
                Texts.text("nav.invoices"),
                platform ? "operator/invoices" : "invoices",
                Texts.text("invoice.title", invoice.number()),
                Texts.text(
                        "invoice.lead",
                        invoice.customer().name(),
                        InvoiceList.MONTH.format(invoice.month()),
                        invoice.customer().zone().getId()),
                actions(invoice, caller));
        told.removeAll();
        add(told, Panel.columns(summary(invoice), payment(invoice)));
        add(new Panel(
                Texts.text("invoice.lines"),
                new InvoiceLines(invoice.customer().zone()).table(invoices.lines(caller, id))));
    }

    private Component[] actions(Invoice invoice, Caller caller) {
        String file = "tessera-invoice-" + invoice.number();
        List<Component> actions = new ArrayList<>();
        actions.add(Downloads.link(
                Texts.text("invoice.pdf"),
                file + ".pdf",
                "application/pdf",
                () -> invoices.pdf(visits.caller(), invoice.id())));
        actions.add(Downloads.link(
                Texts.text("invoice.csv"),
                file + ".csv",
                "text/csv",
                () -> invoices.csv(visits.caller(), invoice.id()).getBytes(StandardCharsets.UTF_8)));
        if (caller.organization().isEmpty()) {
            actions.add(rerateButton(invoice));
        }
        boolean open = invoice.status() == Invoice.Status.ISSUED;
        if (open && caller.organization().isEmpty() && caller.may(Permission.PLATFORM_MANAGE)) {
            actions.add(paidButton(invoice));
        }
        return actions.toArray(Component[]::new);
    }

    private Button rerateButton(Invoice invoice) {
        var button = new Button(Texts.text("invoice.again"), e -> rerate(invoice));
        button.setDisableOnClick(true);
        button.addClickListener(e -> button.setEnabled(true));
        button.setId("rerate");
        return button;
    }

    /** Rates the invoice once more from its sources, and says whether that comes to the same. It changes nothing. */
    private void rerate(Invoice invoice) {
        String again = invoices.rerate(visits.caller(), invoice.id());
        boolean same = again.equals(invoice.digest());
        told.removeAll();
        var says = new Span(Texts.text(same ? "invoice.again.same" : "invoice.again.other", again));
        var note = Notes.note(says);
        note.addClassName(same ? "good" : "bad");
        note.getElement().setAttribute("role", same ? "status" : "alert");
        told.add(note);
    }

    private Button paidButton(Invoice invoice) {
        String yes = Texts.text("invoice.markpaid");
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("invoice.markpaid.ask", invoice.number()),
                        Texts.text(
                                "invoice.markpaid.money",
                                Amounts.text(invoice.total()),
                                invoice.customer().name()),
                        yes,
                        () -> markPaid(invoice)));
        button.setId("mark-paid");
        return button;
    }

    private void markPaid(Invoice invoice) {
        switch (invoices.markPaid(visits.caller(), invoice.id(), invoice.version())) {
            case Outcome.Done<Invoice> done -> {
                Notes.done(Texts.text("invoice.markpaid.done"));
                show(invoice.id());
            }
            case Outcome.No<Invoice> no ->
                addComponentAtIndex(
                        1, Notes.refusal(no.refusal(), other -> UI.getCurrent().refreshCurrentRoute(true)));
        }
    }

    private static Component summary(Invoice invoice) {
        ZoneId zone = invoice.customer().zone();
        var total = new Span(Amounts.text(invoice.total()));
        total.addClassName("strong");
        var facts = new Facts()
                .put(Texts.text("workload.training"), Amounts.text(invoice.training()))
                .put(Texts.text("workload.inference"), Amounts.text(invoice.inference()))
                .put(Texts.text("invoices.credits"), Amounts.text(invoice.credits()))
                .put(Texts.text("invoice.tax"), Amounts.text(invoice.tax()))
                .put(Texts.text("invoice.total"), total)
                .put(
                        Texts.text("invoice.period"),
                        When.range(invoice.period().start(), invoice.period().end(), zone));
        return new Panel(Texts.text("invoice.summary"), facts);
    }

    private Component payment(Invoice invoice) {
        String state = InvoiceList.state(invoice.status(), invoice.dueAt(), clock.instant());
        ZoneId zone = invoice.customer().zone();
        var facts = new Facts()
                .put(Texts.text("column.state"), StateBadge.of(state))
                .put(Texts.text("invoice.issued"), When.of(invoice.issuedAt(), zone));
        if (invoice.paidAt() == null) {
            facts.put(Texts.text("invoice.due"), When.of(invoice.dueAt(), zone))
                    .put(Texts.text("invoice.payto"), lines(invoice.seller().bank()))
                    .put(Texts.text("invoice.reference"), invoice.number());
        } else {
            facts.put(Texts.text("invoice.paid"), When.of(invoice.paidAt(), zone));
        }
        facts.put(Texts.text("invoice.seller"), invoice.seller().name());
        var digest = new Span(invoice.digest());
        digest.addClassName("mono");
        facts.put(Texts.text("invoice.digest"), digest);
        return new Panel(Texts.text("invoice.payment"), facts);
    }

    private static Component lines(List<String> lines) {
        var all = new Div();
        lines.forEach(line -> all.add(new Div(new Span(line))));
        return all;
    }
}
