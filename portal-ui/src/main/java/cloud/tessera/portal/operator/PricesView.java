package cloud.tessera.portal.operator;

import cloud.tessera.billing.pricing.Price;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** The price book as it stands now, with where each figure comes from. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/prices")
public class PricesView extends PortalPage {
    private static final long serialVersionUID = 1;
    private static final String EVERYWHERE = "*";

    PricesView(Visits visits, PriceBook book, Clock clock) {
        head(Texts.text("nav.prices"), Texts.text("prices.lead"));
        var records = new Records<Price>(Texts.text("nav.prices"))
                .column(Texts.text("column.what"), p -> Shapes.sku(p.sku()))
                .part(
                        Texts.text("usage.for"),
                        p -> StateBadge.workload(p.workload().text()))
                .column(Texts.text("column.site"), PricesView::site)
                .figures(Texts.text("prices.rate"), PricesView::rate)
                .column(Texts.text("prices.from"), p -> When.day(p.from()))
                .column(Texts.text("prices.source"), Price::source)
                .narrow(Texts.text("nav.prices"), PricesView::card);
        var empty = new Empty(Texts.text("prices.none"), Texts.text("prices.none.next"));
        add(records.listing(page -> new Page<>(book.list(visits.caller(), clock.instant()), null), empty));
    }

    private static String site(Price price) {
        return price.site().equals(EVERYWHERE) ? Texts.text("fleet.everysite") : price.site();
    }

    private static String rate(Price price) {
        return Texts.text("price.per", Amounts.rate(price.ratePerHour(), price.currency()), Shapes.unit(price.sku()));
    }

    private static Component card(Price price) {
        var what = new Span(Shapes.sku(price.sku()));
        what.addClassName("title");
        var card = new Div(
                what,
                StateBadge.workload(price.workload().text()),
                new Span(rate(price)),
                new Span(),
                new Span(site(price)));
        card.addClassName("grid-card");
        return card;
    }
}
