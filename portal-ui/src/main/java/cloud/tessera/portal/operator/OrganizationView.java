package cloud.tessera.portal.operator;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.budget.ExposureView;
import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.ledger.LedgerView;
import cloud.tessera.billing.money.Money;
import cloud.tessera.portal.invoice.InvoiceList;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Figure;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.team.LimitTable;
import cloud.tessera.portal.team.MemberPanel;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** One customer as the operator sees it: what it owes and may owe, its terms, credits, limits, people and invoices. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/organizations/:id")
public class OrganizationView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Rooms rooms;
    private final Div body = new Div();
    private final Div told = new Div();

    /** The use cases that the page calls, together. */
    @Singleton
    record Rooms(
            Organizations organizations,
            Projects projects,
            Limits limits,
            Exposure exposure,
            Credits credits,
            Invoices invoices,
            Members members,
            LedgerView ledger,
            Clock clock) {}

    OrganizationView(Visits visits, Rooms rooms) {
        this.visits = visits;
        this.rooms = rooms;
        body.addClassName("page-body");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        try {
            OrganizationId id =
                    OrganizationId.of(event.getRouteParameters().get("id").orElse(""));
            Organization organization = rooms.organizations().get(visits.caller(), id);
            head(
                    Texts.text("nav.organizations"),
                    "operator/organizations",
                    organization.name(),
                    organization.slug() + " · " + id.text());
            add(told, body);
            show(id);
        } catch (IllegalArgumentException notAnId) {
            event.rerouteToError(NotFoundException.class);
        }
    }

    private void show(OrganizationId id) {
        body.removeAll();
        Caller caller = visits.caller();
        Organization organization = rooms.organizations().get(caller, id);
        ExposureView exposure = rooms.exposure().view(caller, id);
        body.add(figures(exposure));
        Component facts = facts(organization, exposure);
        if (caller.may(Permission.PLATFORM_MANAGE)) {
            var forms = new OrganizationForms(organization, exposure.limit());
            body.add(Panel.columns(
                    facts,
                    new Panel(Texts.text("organization.terms.title"), forms.terms(this::setTerms)),
                    new Panel(Texts.text("organization.exposure.title"), forms.limit(m -> setLimit(id, m))),
                    new Panel(
                            Texts.text("organization.credit.title"), forms.credit(visits::newKey, g -> grant(id, g)))));
        } else {
            body.add(Panel.columns(facts));
        }
        body.add(credits(caller, id));
        for (Project project : rooms.projects().list(caller, id)) {
            body.add(limits(project, caller));
        }
        body.add(Books.of(rooms.ledger().balances(caller, id), organization.currency()));
        body.add(new MemberPanel(visits, rooms.members(), id));
        var none = new Empty(Texts.text("invoices.none"), Texts.text("invoices.none.operator"));
        body.add(new Panel(
                Texts.text("nav.invoices"),
                InvoiceList.of("operator/invoices/", rooms.clock().instant())
                        .listing(page -> rooms.invoices().list(visits.caller(), id, page), none)));
    }

    private static Component figures(ExposureView exposure) {
        return Figure.row(
                new Figure(Texts.text("exposure.title"), "amber")
                        .show(
                                Amounts.text(exposure.exposure()),
                                Texts.text("exposure.of", Amounts.text(exposure.limit()))),
                new Figure(Texts.text("exposure.left"), "plain")
                        .show(Amounts.text(exposure.left()), Texts.text("exposure.left.note")),
                new Figure(Texts.text("exposure.unpaid"), "plain")
                        .show(Amounts.text(exposure.unpaid()), Texts.text("exposure.unpaid.note")),
                new Figure(Texts.text("exposure.credit"), "plain")
                        .show(Amounts.text(exposure.credit()), Texts.text("exposure.credit.note")));
    }

    private static Component facts(Organization organization, ExposureView exposure) {
        return new Panel(
                Texts.text("organization.about"),
                new Facts()
                        .put(Texts.text("column.state"), OrganizationsView.state(organization))
                        .put(
                                Texts.text("organization.terms"),
                                Texts.text("terms." + organization.terms().text()))
                        .put(
                                Texts.text("organization.currency"),
                                organization.currency().getCurrencyCode())
                        .put(
                                Texts.text("organization.zone"),
                                organization.zone().getId())
                        .put(Texts.text("organization.country"), organization.country())
                        .put(Texts.text("exposure.accrued"), Amounts.text(exposure.accrued()))
                        .put(Texts.text("exposure.unbilled"), Amounts.text(exposure.unbilled()))
                        .put(Texts.text("exposure.committed"), Amounts.text(exposure.committed())));
    }

    private Component credits(Caller caller, OrganizationId id) {
        List<CreditGrant> grants = rooms.credits().list(caller, id);
        if (grants.isEmpty()) {
            return new Panel(
                    Texts.text("organization.credits"),
                    new Empty(Texts.text("credits.none"), Texts.text("credits.none.next")));
        }
        var table = new Table(
                Texts.text("organization.credits"),
                List.of(
                        Table.Column.text(Texts.text("credits.at")),
                        Table.Column.text(Texts.text("credits.kind")),
                        Table.Column.text(Texts.text("credits.reason")),
                        Table.Column.figures(Texts.text("credits.amount")),
                        Table.Column.figures(Texts.text("credits.left"))));
        grants.forEach(grant -> table.row(
                When.of(grant.createdAt()),
                new Span(Texts.text("credit." + grant.kind().text())),
                new Span(grant.reason()),
                new Span(Amounts.text(grant.amount())),
                new Span(Amounts.text(grant.left()))));
        return new Panel(Texts.text("organization.credits"), table);
    }

    private Component limits(Project project, Caller caller) {
        var panel = new Panel(
                Texts.text("organization.limits", project.name()),
                LimitTable.of(rooms.limits().list(caller, project.id())));
        if (caller.may(Permission.PLATFORM_MANAGE)) {
            panel.add(OrganizationForms.quota(wanted -> tell(
                    project.organization(),
                    rooms.limits().set(visits.caller(), project.id(), wanted.resource(), wanted.max()))));
        }
        return panel;
    }

    private void setTerms(OrganizationForms.NewTerms wanted) {
        OrganizationId id = wanted.organization();
        tell(id, rooms.organizations().setTerms(visits.caller(), id, wanted.terms(), wanted.verified()));
    }

    private void setLimit(OrganizationId id, Money limit) {
        tell(id, rooms.exposure().setLimit(visits.caller(), id, limit));
    }

    private boolean grant(OrganizationId id, OrganizationForms.NewCredit wanted) {
        Caller caller = visits.caller(wanted.key());
        return tell(id, rooms.credits().grant(caller, id, wanted.amount(), wanted.kind(), wanted.reason(), null));
    }

    /** Says how it went; false where it was refused. */
    private boolean tell(OrganizationId id, Outcome<?> outcome) {
        told.removeAll();
        return switch (outcome) {
            case Outcome.Done<?> done -> {
                Notes.done(Texts.text("organization.changed"));
                show(id);
                yield true;
            }
            case Outcome.No<?> no -> {
                told.add(Notes.refusal(no.refusal(), other -> {}));
                yield false;
            }
        };
    }
}
