package cloud.tessera.portal.capacity;

import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import java.math.BigDecimal;
import java.util.Objects;

/** What starting inference means: what it costs an hour while it runs, and that it runs until it is released. */
final class StartPanel extends Div {
    private static final long serialVersionUID = 1;

    StartPanel(Wish wish, String site, Prices prices, TakeForm form, Runnable start) {
        String sku = wish.shape().sku();
        var facts = new Facts()
                .put(Texts.text("offer.what"), Shapes.text(wish.shape()))
                .put(Texts.text("offer.where"), site);
        prices.rate(sku, wish.workload(), Objects.requireNonNullElse(wish.site(), "*"))
                .ifPresent(rate -> {
                    String per = Texts.text("price.per", Amounts.rate(rate, prices.currency()), Shapes.unit(sku));
                    String hourly =
                            Amounts.text(Amounts.estimate(rate, prices.currency(), wish.quantity(), BigDecimal.ONE));
                    facts.put(Texts.text("offer.rate"), per)
                            .put(Texts.text("start.hourly"), Texts.text("per.hour", hourly));
                });
        var says = new Paragraph(Texts.text("start.more"));
        says.addClassNames("quiet", "small");
        var actions = new Div(TakeForm.primary(Texts.text("start.now"), start));
        actions.addClassName("actions");
        add(new Panel(Texts.text("start.title"), facts, form, actions, says));
        setId("start");
    }
}
