package cloud.tessera.portal.operator;

import cloud.tessera.inventory.reservation.Return;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.inventory.waitlist.WaitlistDemand;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;

/** What customers wait for, by what and where, and what they have returned to be sold again. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/demand")
public class DemandView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;

    private final transient Visits visits;
    private final transient Waitlist waitlist;
    private final transient Returns returns;

    DemandView(Visits visits, Waitlist waitlist, Returns returns) {
        this.visits = visits;
        this.waitlist = waitlist;
        this.returns = returns;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        head(Texts.text("nav.demand"), Texts.text("demand.lead"));
        add(new Panel(Texts.text("demand.waiting"), waiting(waitlist.demand(visits.caller()))));
        add(new Panel(Texts.text("demand.returned"), returned()));
    }

    private static Component waiting(List<WaitlistDemand> demand) {
        if (demand.isEmpty()) {
            return new Empty(Texts.text("demand.none"), Texts.text("demand.none.next"));
        }
        var table = new Table(
                Texts.text("demand.waiting"),
                List.of(
                        Table.Column.text(Texts.text("column.what")),
                        Table.Column.text(Texts.text("column.site")),
                        Table.Column.figures(Texts.text("demand.entries")),
                        Table.Column.figures(Texts.text("demand.units")),
                        Table.Column.figures(Texts.text("demand.hours")),
                        Table.Column.text(Texts.text("demand.from"))));
        for (WaitlistDemand each : demand) {
            table.row(
                    new Span(Shapes.sku(each.sku())),
                    new Span(each.site() == null ? Texts.text("wish.anywhere") : each.site()),
                    new Span(String.valueOf(each.entries())),
                    new Span(String.valueOf(each.quantity())),
                    new Span(String.valueOf(each.unitHours())),
                    When.of(each.earliest()));
        }
        return table;
    }

    private Component returned() {
        return new Records<Return>(Texts.text("demand.returned"))
                .part(Texts.text("column.what"), DemandView::link)
                .column(Texts.text("column.site"), Return::site)
                .part(
                        Texts.text("column.when"),
                        it -> When.range(it.window().start(), it.window().end()))
                .part(Texts.text("column.state"), DemandView::state)
                .figures(Texts.text("returns.sold"), DemandView::sold)
                .figures(Texts.text("returns.credited"), it -> Amounts.text(it.credited()))
                .narrow(Texts.text("demand.returned"), DemandView::card)
                .listing(
                        page -> returns.list(visits.caller(), null, page),
                        new Empty(Texts.text("demand.returned.none"), Texts.text("demand.returned.none.next")));
    }

    private static Component link(Return it) {
        return new Anchor("reservations/" + it.reservation().text(), Shapes.text(it.shape()));
    }

    private static StateBadge state(Return it) {
        return StateBadge.remark(
                Texts.text("state.return." + it.state().text()), it.state() == Return.State.OPEN ? "busy" : "idle");
    }

    private static String sold(Return it) {
        return Texts.text("returns.sold.of", it.soldHours(), it.unitHours());
    }

    private static Component card(Return it) {
        var card = new Div(
                link(it),
                state(it),
                When.range(it.window().start(), it.window().end()),
                new Span(Amounts.text(it.credited())),
                new Span(it.site()),
                new Span(sold(it)));
        card.addClassName("grid-card");
        return card;
    }
}
