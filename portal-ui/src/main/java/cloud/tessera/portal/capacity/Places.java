package cloud.tessera.portal.capacity;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.offer.SiteAvailability;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.quota.limit.Workload;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The sites that have what is looked for: free or when, and at what price per what. */
final class Places extends Div {
    private static final long serialVersionUID = 1;

    private final transient Wish wish;
    private final transient Prices prices;
    private final transient Consumer<Wish> take;
    private final transient Consumer<Wish> search;
    private final transient Consumer<Wish> await;

    /**
     * @param take asks for the wish at one site
     * @param search looks again, for another start
     * @param await joins the waitlist
     */
    Places(Wish wish, Prices prices, Consumer<Wish> take, Consumer<Wish> search, Consumer<Wish> await) {
        this.wish = wish;
        this.prices = prices;
        this.take = take;
        this.search = search;
        this.await = await;
    }

    Places show(List<SiteAvailability> found, List<Site> sites) {
        if (found.isEmpty()) {
            add(new Empty(
                    Texts.text("places.none", Shapes.model(wish.model()).name()), Texts.text("places.none.next")));
            return this;
        }
        var list = new UnorderedList();
        list.addClassName("rows");
        for (SiteAvailability place : found) {
            Optional<Site> site =
                    sites.stream().filter(s -> s.code().equals(place.site())).findFirst();
            list.add(item(place, site));
        }
        add(list);
        return this;
    }

    private ListItem item(SiteAvailability place, Optional<Site> site) {
        var name = new Span(site.map(Site::name).orElse(place.site()));
        name.addClassName("title");
        var about = new Span(site.map(Places::about).orElse(""));
        about.addClassNames("quiet", "small");
        var left = new Div(new Div(name, new Span(" "), fit(place)), new Div(about), price(place.site()), kept(place));
        var item = new ListItem(left, action(place));
        item.getElement().setAttribute("data-site", place.site());
        return item;
    }

    private static String about(Site site) {
        String kind = Texts.text("site." + site.kind().text());
        String latencies = site.latencies().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(3)
                .map(e -> Texts.text("site.latency", e.getValue().ms(), e.getKey()))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return Texts.text("site.about", kind, site.jurisdiction()) + (latencies.isEmpty() ? "" : " · " + latencies);
    }

    private static Component fit(SiteAvailability place) {
        if (place.free() > 0) {
            return StateBadge.remark(Texts.count("places.free", place.free()), "good");
        }
        Instant earliest = place.earliestStart();
        return earliest == null
                ? StateBadge.remark(Texts.text("places.full"), "bad")
                : StateBadge.remark(Texts.text("places.later", When.text(earliest)), "busy");
    }

    /** Why training finds less than nobody holds. */
    private Component kept(SiteAvailability place) {
        if (wish.workload() != Workload.TRAINING || place.forInference().parts() == 0) {
            return new Span();
        }
        var kept = new Div(Texts.text("places.kept", place.forInference().text()));
        kept.addClassNames("quiet", "small");
        return kept;
    }

    private Component price(String site) {
        String sku = wish.shape().sku();
        Optional<BigDecimal> rate = prices.rate(sku, wish.workload(), site);
        if (rate.isEmpty()) {
            return new Span(Texts.text("places.noprice"));
        }
        String per = Texts.text("price.per", Amounts.rate(rate.get(), prices.currency()), Shapes.unit(sku));
        var line = new Div(new Span(per));
        BigDecimal hours = BigDecimal.valueOf(wish.workload() == Workload.TRAINING ? wish.hours() : 1);
        Money estimate = Amounts.estimate(rate.get(), prices.currency(), wish.quantity(), hours);
        var sum = new Span(
                wish.workload() == Workload.TRAINING
                        ? Texts.text("places.block", Amounts.text(estimate), Texts.count("hours", wish.hours()))
                        : Texts.text("places.hourly", Amounts.text(estimate)));
        sum.addClassName("quiet");
        line.add(new Span(" · "), sum);
        return line;
    }

    private Component action(SiteAvailability place) {
        Instant earliest = place.earliestStart();
        if (place.free() > 0) {
            boolean training = wish.workload() == Workload.TRAINING;
            var button = new Button(
                    Texts.text(training ? "places.quote" : "places.start"),
                    e -> take.accept(wish.at(place.site(), wish.start())));
            button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            return button;
        }
        if (wish.workload() != Workload.TRAINING) {
            return new Span();
        }
        var actions = new Div();
        actions.addClassName("actions");
        if (earliest != null) {
            actions.add(new Button(Texts.text("places.uselater"), e -> search.accept(wish.at(place.site(), earliest))));
        }
        actions.add(new Button(Texts.text("places.await"), e -> await.accept(wish.at(place.site(), wish.start()))));
        return actions;
    }
}
