package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.Consumer;

/** What starting inference means: how it is held, what it costs an hour while it runs, and that it runs until it is released. */
final class StartPanel extends Div {
    private static final long serialVersionUID = 1;

    private final transient Wish wish;
    private final transient Prices prices;
    private final String site;
    private final Div facts = new Div();

    /** @param replicas how often it is proposed to be there */
    StartPanel(Wish wish, String site, Prices prices, TakeForm form, int replicas, Consumer<Kind> start) {
        this.wish = wish;
        this.site = site;
        this.prices = prices;
        var proposed = new Kind(Tier.ON_DEMAND, false, replicas);
        var kind = new KindForm(proposed, this::show);
        show(proposed);
        var says = new Paragraph(Texts.text("start.more"));
        says.addClassNames("quiet", "small");
        var actions = new Div(
                TakeForm.primary(Texts.text("start.now"), () -> kind.said().ifPresent(start)));
        actions.addClassName("actions");
        add(new Panel(Texts.text("start.title"), facts, form, kind, actions, says));
        setId("start");
    }

    private void show(Kind kind) {
        facts.removeAll();
        var said = new Facts()
                .put(Texts.text("offer.what"), Shapes.text(wish.shape()))
                .put(Texts.text("offer.where"), site);
        prices.first(kind.skus(wish.shape()), wish.workload(), Objects.requireNonNullElse(wish.site(), "*"))
                .ifPresent(found -> {
                    BigDecimal rate = found.ratePerHour();
                    String per =
                            Texts.text("price.per", Amounts.rate(rate, prices.currency()), Shapes.unit(found.sku()));
                    String hourly = Amounts.text(
                            Amounts.estimate(rate, prices.currency(), kind.units(wish.shape()), BigDecimal.ONE));
                    said.put(Texts.text("offer.rate"), per)
                            .put(Texts.text("start.hourly"), Texts.text("per.hour", hourly));
                });
        facts.add(said);
    }
}
