package cloud.tessera.portal.invoice;

import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.invoicing.Preview;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Figure;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** The organization's invoices, newest first, and what the next one comes to so far. */
@Prototype
@RolesAllowed(Rights.SEE_COSTS)
@Route("invoices")
public class InvoicesView extends PortalPage {
    private static final long serialVersionUID = 1;

    InvoicesView(Visits visits, Invoices invoices, Credits credits, Clock clock) {
        head(Texts.text("nav.invoices"), Texts.text("invoices.lead"));
        Caller caller = visits.caller();
        Preview next = invoices.runningTotal(caller, caller.requireOrganization());
        String asOf = Texts.text("invoices.asof", When.text(next.asOf()));
        add(Figure.row(
                new Figure(Texts.text("workload.training"), "training").show(Amounts.text(next.training()), asOf),
                new Figure(Texts.text("workload.inference"), "inference").show(Amounts.text(next.inference()), asOf),
                new Figure(Texts.text("invoices.credits"), "amber").show(Amounts.text(next.credits()), asOf),
                new Figure(Texts.text("invoices.next", InvoiceList.MONTH.format(next.month())), "plain")
                        .show(Amounts.text(next.total()), Texts.text("invoices.next.note")),
                new Figure(Texts.text("credit.left"), "plain")
                        .show(
                                Amounts.text(credits.balance(caller, caller.requireOrganization())),
                                Texts.text("credit.left.note"))));
        var empty = new Empty(
                Texts.text("invoices.none"),
                Texts.text("invoices.none.next"),
                new Anchor("usage", Texts.text("nav.usage")));
        add(InvoiceList.of("invoices/", clock.instant()).listing(page -> invoices.list(visits.caller(), page), empty));
    }
}
