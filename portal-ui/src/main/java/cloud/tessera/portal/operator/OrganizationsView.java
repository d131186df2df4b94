package cloud.tessera.portal.operator;

import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** All customers, and the way to add one. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/organizations")
public class OrganizationsView extends PortalPage {
    private static final long serialVersionUID = 1;
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "JPY", "CHF", "KWD");
    private final transient Visits visits;
    private final transient Organizations organizations;
    private final Div told = new Div();

    OrganizationsView(Visits visits, Organizations organizations) {
        this.visits = visits;
        this.organizations = organizations;
        head(Texts.text("nav.organizations"), Texts.text("organizations.lead"));
        var records = new Records<Organization>(Texts.text("nav.organizations"))
                .part(Texts.text("column.name"), OrganizationsView::link)
                .column(
                        Texts.text("organization.terms"),
                        o -> Texts.text("terms." + o.terms().text()))
                .part(Texts.text("column.state"), OrganizationsView::state)
                .column(Texts.text("organization.currency"), o -> o.currency().getCurrencyCode())
                .column(Texts.text("organization.country"), Organization::country)
                .part(Texts.text("members.since"), o -> new Span(When.day(o.createdAt())))
                .narrow(Texts.text("nav.organizations"), OrganizationsView::card);
        var empty = new Empty(Texts.text("organizations.none"), Texts.text("organizations.none.next"));
        add(told, records.listing(page -> organizations.list(visits.caller(), page), empty));
        if (visits.caller().may(Permission.PLATFORM_MANAGE)) {
            add(new Panel(
                    Texts.text("organizations.add"), new Details(Texts.text("organizations.add.open"), addForm())));
        }
    }

    private static Anchor link(Organization organization) {
        var link = new Anchor("operator/organizations/" + organization.id().text(), organization.name());
        link.addClassName("strong");
        return link;
    }

    static Component state(Organization organization) {
        if (organization.status() != Organization.Status.ACTIVE) {
            return StateBadge.of(organization.status().text());
        }
        return StateBadge.of(organization.verified() ? "verified" : "unverified");
    }

    private static Component card(Organization organization) {
        var card = new Div(
                link(organization),
                state(organization),
                new Span(Texts.text("terms." + organization.terms().text())),
                new Span(organization.currency().getCurrencyCode()));
        card.addClassName("grid-card");
        return card;
    }

    private Component addForm() {
        var name = new TextField(Texts.text("column.name"));
        var slug = new TextField(Texts.text("organization.slug"));
        slug.setHelperText(Texts.text("organization.slug.help"));
        var currency = new Select<String>();
        currency.setLabel(Texts.text("organization.currency"));
        currency.setItems(CURRENCIES);
        currency.setValue(CURRENCIES.getFirst());
        var zone = new ComboBox<String>(Texts.text("organization.zone"));
        zone.setItems(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        zone.setValue(When.zone().getId());
        var country = new ComboBox<String>(Texts.text("organization.country"));
        country.setItems(Locale.getISOCountries());
        country.setValue("DE");
        var terms = new Select<Terms>();
        terms.setLabel(Texts.text("organization.terms"));
        terms.setItems(Terms.values());
        terms.setItemLabelGenerator(t -> Texts.text("terms." + t.text()));
        terms.setValue(Terms.PREPAID);
        var add = new Button(
                Texts.text("organizations.add"),
                e -> create(new NewOrganization(
                        name.getValue(),
                        slug.getValue(),
                        Currency.getInstance(currency.getValue()),
                        ZoneId.of(zone.getValue()),
                        country.getValue(),
                        terms.getValue())));
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.addClassName("fit");
        var form = new Div(name, slug, currency, zone, country, terms, add);
        form.addClassName("form");
        return form;
    }

    private void create(NewOrganization wanted) {
        told.removeAll();
        switch (organizations.create(visits.caller(), wanted)) {
            case Outcome.Done<Organization> done ->
                UI.getCurrent()
                        .navigate("operator/organizations/" + done.value().id().text());
            case Outcome.No<Organization> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }
}
