package cloud.tessera.portal.work;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;

/** The inference allocations of the organization, newest first. */
@Prototype
@RolesAllowed(Rights.SEE_WORK)
@Route("allocations")
public class AllocationsView extends WorkList<Allocation> {
    private static final long serialVersionUID = 1;

    AllocationsView(Visits visits, Watching watching, Allocations allocations) {
        super(
                visits,
                "allocations",
                List.of(Stage.RUNNING, Stage.ENDED),
                (caller, stage, page) -> allocations.list(caller, null, stage, page),
                records(),
                new Empty(Texts.text("allocations.none"), Texts.text("allocations.none.next"), start()));
        show(watching, Texts.text("nav.allocations"), Texts.text("allocations.lead"), start());
    }

    private static Anchor start() {
        return new Anchor("capacity?for=inference", Texts.text("allocations.new"));
    }

    private static Records<Allocation> records() {
        return new Records<Allocation>(Texts.text("nav.allocations"))
                .part(Texts.text("column.name"), AllocationsView::link)
                .part(Texts.text("column.state"), a -> StateBadge.of(a.state().text()))
                .column(Texts.text("column.what"), a -> Shapes.text(a.shape()))
                .column(Texts.text("column.site"), Allocation::site)
                .part(Texts.text("column.ready"), AllocationsView::when)
                .narrow(Texts.text("nav.allocations"), AllocationsView::card);
    }

    private static Anchor link(Allocation allocation) {
        var link = new Anchor("allocations/" + allocation.id().text(), allocation.name());
        link.addClassName("strong");
        return link;
    }

    static Component when(Allocation allocation) {
        if (allocation.readyAt() != null) {
            return When.range(allocation.readyAt(), allocation.releaseAskedAt());
        }
        boolean ended = allocation.state().over() || allocation.releaseAskedAt() != null;
        return new Span(Texts.text(ended ? "allocation.neverready" : "allocation.notready"));
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
