package cloud.tessera.portal.work;

import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.portal.part.Amounts;
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

/** The training reservations of the organization, newest first. */
@Prototype
@RolesAllowed(Rights.SEE_WORK)
@Route("reservations")
public class ReservationsView extends WorkList<Reservation> {
    private static final long serialVersionUID = 1;

    ReservationsView(Visits visits, Watching watching, Reservations reservations) {
        super(
                visits,
                "reservations",
                List.of(Stage.RUNNING, Stage.COMING, Stage.ENDED),
                (caller, stage, page) -> reservations.list(caller, null, stage, page),
                records(),
                new Empty(Texts.text("reservations.none"), Texts.text("reservations.none.next"), reserve()));
        show(watching, Texts.text("nav.reservations"), Texts.text("reservations.lead"), reserve());
    }

    private static Anchor reserve() {
        return new Anchor("capacity?for=training", Texts.text("reservations.new"));
    }

    private static Records<Reservation> records() {
        return new Records<Reservation>(Texts.text("nav.reservations"))
                .part(Texts.text("column.name"), ReservationsView::link)
                .part(Texts.text("column.state"), ReservationsView::state)
                .column(Texts.text("column.what"), r -> Shapes.text(r.shape()))
                .column(Texts.text("column.site"), Reservation::site)
                .part(Texts.text("column.when"), ReservationsView::when)
                .figures(Texts.text("column.price"), r -> Amounts.text(r.price()))
                .narrow(Texts.text("nav.reservations"), ReservationsView::card);
    }

    private static Anchor link(Reservation reservation) {
        var link = new Anchor("reservations/" + reservation.id().text(), reservation.name());
        link.addClassName("strong");
        return link;
    }

    private static Component state(Reservation reservation) {
        return StateBadge.of(
                reservation.degraded() && !reservation.state().over()
                        ? "degraded"
                        : reservation.state().text());
    }

    private static Component when(Reservation reservation) {
        return When.range(reservation.window().start(), reservation.window().end());
    }

    private static Component card(Reservation reservation) {
        var card = new Div(
                link(reservation),
                state(reservation),
                new Span(Shapes.text(reservation.shape())),
                new Span(Amounts.text(reservation.price())),
                when(reservation));
        card.addClassName("grid-card");
        return card;
    }
}
