package cloud.tessera.portal.work;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;

/** The inference allocations of the organization, newest first. */
@Prototype
@RolesAllowed(Rights.SEE_WORK)
@Route("allocations")
public class AllocationsView extends PortalPage {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(3);

    AllocationsView(Visits visits, Watching watching, Allocations allocations) {
        head(
                Texts.text("nav.allocations"),
                Texts.text("allocations.lead"),
                new Anchor("capacity?for=inference", Texts.text("allocations.new")));
        var records = new Records<Allocation>(Texts.text("nav.allocations"))
                .part(Texts.text("column.name"), AllocationsView::link)
                .part(Texts.text("column.state"), a -> StateBadge.of(a.state().text()))
                .column(Texts.text("column.what"), a -> Shapes.text(a.shape()))
                .column(Texts.text("column.site"), Allocation::site)
                .part(Texts.text("column.ready"), AllocationsView::when)
                .narrow(Texts.text("nav.allocations"), AllocationsView::card);
        var empty = new Empty(
                Texts.text("allocations.none"),
                Texts.text("allocations.none.next"),
                new Anchor("capacity?for=inference", Texts.text("allocations.new")));
        Div list = records.listing(page -> allocations.list(visits.caller(), null, page), empty);
        watching.watch(
                list, OFTEN, caller -> allocations.list(caller, null, Page.Request.first(Page.MOST)), records::update);
        add(list);
    }

    private static Anchor link(Allocation allocation) {
        var link = new Anchor("allocations/" + allocation.id().text(), allocation.name());
        link.addClassName("strong");
        return link;
    }

    static Component when(Allocation allocation) {
        return allocation.readyAt() == null
                ? new Span(Texts.text("allocation.notready"))
                : When.range(allocation.readyAt(), allocation.releaseAskedAt());
    }

    private static Component card(Allocation allocation) {
        var card = new Div(
                link(allocation),
                StateBadge.of(allocation.state().text()),
                new Span(Shapes.text(allocation.shape())),
                new Span(allocation.site()),
                when(allocation));
        card.addClassName("grid-card");
        return card;
    }
}
