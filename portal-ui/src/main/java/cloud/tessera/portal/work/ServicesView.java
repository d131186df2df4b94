package cloud.tessera.portal.work;

import cloud.tessera.inventory.service.Service;
import cloud.tessera.inventory.service.Services;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;

/** The services of the organization, newest first, and how to set one up. */
@Prototype
@RolesAllowed(Rights.SEE_WORK)
@Route("services")
public class ServicesView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(3);

    private final transient Visits visits;
    private final transient Watching watching;
    private final transient Services services;
    private final transient ServiceForm.Choices choices;

    ServicesView(Visits visits, Watching watching, Services services, ServiceForm.Choices choices) {
        this.visits = visits;
        this.watching = watching;
        this.services = services;
        this.choices = choices;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var add = new Button(Texts.text("services.new"), e -> new ServiceForm(visits, services, choices).open());
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.setId("new-service");
        boolean may = visits.caller().may(Permission.BOOK_CAPACITY);
        head(Texts.text("nav.services"), Texts.text("services.lead"), may ? new Component[] {add} : new Component[0]);
        Records<Service> records = records();
        Div list = records.listing(
                page -> services.list(visits.caller(), null, page),
                new Empty(Texts.text("services.none"), Texts.text("services.none.next")));
        watching.watch(
                list, OFTEN, caller -> services.list(caller, null, Page.Request.first(Page.MOST)), records::update);
        add(list);
    }

    private static Records<Service> records() {
        return new Records<Service>(Texts.text("nav.services"))
                .part(Texts.text("column.name"), ServicesView::link)
                .part(Texts.text("column.state"), ServicesView::state)
                .column(Texts.text("services.each"), s -> Shapes.text(s.shape()))
                .column(Texts.text("services.replicas"), ServicesView::replicas)
                .column(Texts.text("column.site"), ServicesView::site)
                .narrow(Texts.text("nav.services"), ServicesView::card);
    }

    static String replicas(Service service) {
        return Texts.text(
                "services.desired",
                service.scale().desired(),
                service.scale().minimum(),
                service.scale().maximum());
    }

    static String site(Service service) {
        String site = service.site();
        return site == null ? Texts.text("wish.anywhere") : site;
    }

    static Component state(Service service) {
        return service.limited() == null
                ? StateBadge.of(service.endedAt() == null ? "kept" : "ended")
                : StateBadge.of("limited");
    }

    private static Anchor link(Service service) {
        var link = new Anchor("services/" + service.id().text(), service.name());
        link.addClassName("strong");
        return link;
    }

    private static Component card(Service service) {
        var card = new Div(
                link(service),
                state(service),
                new Span(Shapes.text(service.shape())),
                new Span(replicas(service)),
                new Span(site(service)));
        card.addClassName("grid-card");
        return card;
    }
}
