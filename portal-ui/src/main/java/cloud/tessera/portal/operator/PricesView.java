package cloud.tessera.portal.operator;

import cloud.tessera.billing.pricing.ImportedPrices;
import cloud.tessera.billing.pricing.Price;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.CodeLine;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.FileDrop;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.Optional;

/** The price book as it stands now, with where each figure comes from, and the way in for more. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/prices")
public class PricesView extends PortalPage {
    private static final long serialVersionUID = 1;
    private static final String EVERYWHERE = "*";

    private final transient Visits visits;
    private final transient PriceBook book;
    private final transient Clock clock;
    private final Div body = new Div();

    PricesView(Visits visits, PriceBook book, Clock clock) {
        this.visits = visits;
        this.book = book;
        this.clock = clock;
        body.addClassName("page-body");
        head(Texts.text("nav.prices"), Texts.text("prices.lead"));
        add(body);
        if (visits.caller().may(Permission.PLATFORM_MANAGE)) {
            add(new Panel(
                    Texts.text("prices.import"),
                    new Span(Texts.text("prices.import.more")),
                    new CodeLine(Texts.text("prices.import.form"), Texts.text("prices.import.example")),
                    new FileDrop(this::imported, ".csv")));
        }
        show();
    }

    private void show() {
        body.removeAll();
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
        body.add(records.listing(page -> new Page<>(book.list(visits.caller(), clock.instant()), null), empty));
    }

    private Optional<Refusal> imported(String fileName, byte[] content) {
        return switch (book.importFile(visits.caller(), fileName, content)) {
            case Outcome.Done<ImportedPrices>(ImportedPrices done, var replayed) -> {
                Notes.done(Texts.text("prices.imported", done.prices(), done.added()));
                show();
                yield Optional.empty();
            }
            case Outcome.No<ImportedPrices> no -> Optional.of(no.refusal());
        };
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
