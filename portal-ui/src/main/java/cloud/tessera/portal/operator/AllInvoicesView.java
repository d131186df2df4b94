package cloud.tessera.portal.operator;

import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.portal.invoice.InvoiceList;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** The invoices of all customers, newest first. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/invoices")
public class AllInvoicesView extends PortalPage {
    private static final long serialVersionUID = 1;

    AllInvoicesView(Visits visits, Invoices invoices, Clock clock) {
        head(Texts.text("nav.invoices"), Texts.text("invoices.lead.operator"));
        var empty = new Empty(Texts.text("invoices.none"), Texts.text("invoices.none.operator"));
        add(InvoiceList.withCustomers("operator/invoices/", clock.instant())
                .listing(page -> invoices.list(visits.caller(), page), empty));
    }
}
