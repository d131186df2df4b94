package cloud.tessera.ops.replay;

import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.inventory.demo.DemoFiles;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the cards of a replay cost as inference, in EUR: the demo's example prices, which cover the models of openb too,
 * and for any other model one EUR for a card and hour.
 */
final class Prices {
    static final Currency CURRENCY = Currency.getInstance("EUR");

    private static final String EVERYWHERE = "*";
    private static final BigDecimal UNKNOWN_CARD = BigDecimal.ONE;

    private Prices() {}

    /** The prices of whole cards and of thousandths of these models, from an instant on. */
    static List<NewPrice> of(List<String> models, Instant from) {
        Map<String, NewPrice> demo = DemoFiles.prices(from).stream()
                .filter(p -> p.workload() == Workload.INFERENCE)
                .filter(p -> p.currency().equals(CURRENCY) && p.site().equals(EVERYWHERE))
                .collect(Collectors.toMap(NewPrice::sku, Function.identity()));
        var prices = new ArrayList<NewPrice>();
        for (String model : models) {
            String card = Shape.cards(model, 1).sku();
            String thousandth = Shape.thousandths(model, 1).sku();
            prices.add(demo.getOrDefault(card, example(card, UNKNOWN_CARD, from)));
            prices.add(demo.getOrDefault(thousandth, example(thousandth, UNKNOWN_CARD.movePointLeft(3), from)));
        }
        return List.copyOf(prices);
    }

    private static NewPrice example(String sku, BigDecimal rate, Instant from) {
        return new NewPrice(
                sku,
                Workload.INFERENCE,
                EVERYWHERE,
                CURRENCY,
                from,
                null,
                rate,
                "example for a model without a price of its own");
    }
}
