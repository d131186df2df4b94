package cloud.tessera.inventory.demo;

import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.Resource;
import cloud.tessera.inventory.document.Section;
import cloud.tessera.inventory.document.YamlFile;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out the price of every SKU from the rates of whole cards. */
final class DemoPrices {
    private static final String EVERYWHERE = "*";
    private static final int DECIMALS = 6;
    private static final BigDecimal DEAREST = new BigDecimal(1000);
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final Instant from;
    private final List<NewPrice> prices = new ArrayList<>();
    /** What inference that gives way costs, of what it costs otherwise. */
    private BigDecimal preemptible = BigDecimal.ONE;
    /** The same of inference that may be moved. */
    private BigDecimal movable = BigDecimal.ONE;

    DemoPrices(Instant from) {
        this.from = from;
    }

    List<NewPrice> read(String file) {
        Faults faults = new Faults(file);
        Optional<Section> top = YamlFile.read(Resource.content(file), faults);
        top.ifPresent(this::prices);
        faults.refuse("prices_invalid");
        return prices;
    }

    private void prices(Section top) {
        top.only("format", "fraction_surcharge_percent", "preemptible_percent", "movable_percent", "cards", "edge");
        BigDecimal fractions = surcharge(top, "fraction_surcharge_percent");
        preemptible =
                top.decimal("preemptible_percent", BigDecimal.ZERO, HUNDRED).divide(HUNDRED);
        movable = top.decimal("movable_percent", BigDecimal.ZERO, HUNDRED).divide(HUNDRED);
        Optional<Section> edge = top.section("edge");
        for (Section card : top.sections("cards")) {
            String model = card.text("model");
            Map<String, BigDecimal> factors = factors(model, fractions);
            atSite(card, factors, EVERYWHERE, BigDecimal.ONE);
            edge.filter(e -> e.texts("models").contains(model)).ifPresent(e -> {
                BigDecimal more = surcharge(e, "surcharge_percent");
                e.texts("sites").forEach(site -> atSite(card, factors, site, more));
            });
        }
    }

    private static BigDecimal surcharge(Section section, String field) {
        return BigDecimal.ONE.add(
                section.decimal(field, BigDecimal.ZERO, HUNDRED).divide(HUNDRED));
    }

    /** What each SKU of a model costs, in whole cards. */
    private static Map<String, BigDecimal> factors(String model, BigDecimal surcharge) {
        Map<String, BigDecimal> factors = new LinkedHashMap<>();
        factors.put(Shape.cards(model, 1).sku(), BigDecimal.ONE);
        switch (Catalogue.shipped().orFungible(model).geometry()) {
            case Geometry.Partitioned partitioned ->
                partitioned
                        .profiles()
                        .forEach(profile -> factors.put(
                                Shape.partitions(model, profile.name(), 1).sku(),
                                surcharge
                                        .multiply(new BigDecimal(profile.size()))
                                        .divide(new BigDecimal(partitioned.slots()), 12, RoundingMode.HALF_UP)));
            case Geometry.Fungible fungible ->
                factors.put(Shape.thousandths(model, 1).sku(), surcharge.divide(new BigDecimal(fungible.slots())));
            case Geometry.Topological topological -> {}
        }
        return factors;
    }

    private void atSite(Section card, Map<String, BigDecimal> factors, String site, BigDecimal more) {
        String source = card.text("source");
        for (Workload workload : Workload.values()) {
            card.section(workload.text()).ifPresent(rates -> {
                for (String currency : rates.names()) {
                    BigDecimal rate = rates.decimal(currency, BigDecimal.ZERO, DEAREST);
                    factors.forEach((sku, factor) -> {
                        BigDecimal each = rate.multiply(factor).multiply(more);
                        add(sku, workload, site, currency, each, source);
                        if (workload == Workload.INFERENCE) {
                            add(sku + Shape.PREEMPTIBLE, workload, site, currency, each.multiply(preemptible), source);
                            add(sku + Shape.MOVABLE, workload, site, currency, each.multiply(movable), source);
                        }
                    });
                }
            });
        }
    }

    private void add(String sku, Workload workload, String site, String currency, BigDecimal rate, String source) {
        prices.add(new NewPrice(
                sku,
                workload,
                site,
                Currency.getInstance(currency),
                from,
                null,
                rate.setScale(DECIMALS, RoundingMode.HALF_UP),
                source));
    }
}
