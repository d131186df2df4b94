package cloud.tessera.portal.capacity;

import cloud.tessera.billing.pricing.Piece;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Countdown;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Lines;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.Instant;

/** A quote: what it is for, what it costs and why, how long it binds, and the step that holds it. */
final class OfferPanel extends Div {
    private static final long serialVersionUID = 1;

    /**
     * @param hold what is to be done when the offer is to be held
     * @param over what is to be done when it binds no longer
     */
    OfferPanel(Offer offer, String site, Instant now, TakeForm form, Runnable hold, Runnable over) {
        Quote quote = offer.quote();
        var total = new Span(Amounts.text(quote.amount()));
        total.addClassNames("strong", "quote-total");
        var binds = new Span(
                new Span(Texts.text("offer.binds") + " "),
                new Countdown(Duration.between(now, quote.expiresAt()), over));
        var facts = new Facts()
                .put(Texts.text("offer.what"), Shapes.text(offer.shape()))
                .put(Texts.text("offer.where"), site)
                .put(
                        Texts.text("offer.when"),
                        When.range(quote.window().start(), quote.window().end()))
                .put(Texts.text("offer.usable"), usable(offer))
                .put(Texts.text("offer.total"), total)
                .put(Texts.text("offer.rate"), rates(quote))
                .put(Texts.text("offer.placement"), new Lines(offer.placement()));
        var says = new Paragraph(Texts.text("offer.hold.more"));
        says.addClassNames("quiet", "small");
        var actions = new Div(TakeForm.primary(Texts.text("offer.hold"), hold));
        actions.addClassName("actions");
        add(Panel.with(Texts.text("offer.title"), binds, facts, form, actions, says));
        setId("offer");
    }

    private static String usable(Offer offer) {
        Duration all = offer.quote().window().length();
        return Texts.text(
                "offer.usable.text", When.length(all.minus(offer.turnaround())), When.length(offer.turnaround()));
    }

    private static Component rates(Quote quote) {
        var lines = new Div();
        for (Piece piece : quote.pieces()) {
            String rate = Texts.text(
                    "price.per",
                    Amounts.rate(piece.rate().perHour(), piece.rate().currency()),
                    Shapes.unit(quote.sku()));
            Duration length = Duration.between(piece.from(), piece.until());
            lines.add(new Div(new Span(Texts.text("offer.piece", rate, quote.quantity(), When.length(length)))));
        }
        return lines;
    }
}
