package cloud.tessera.inventory.offer;

import cloud.tessera.billing.pricing.KnownSkus;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SKUs that cards are sold as: those of every model of the catalogue, whether the fleet has one or not yet, and of
 * each other model that the fleet has, which is divided freely.
 */
@Singleton
public final class SkusOfCards implements KnownSkus {
    private final Fleet fleet;
    private final Catalogue catalogue = Catalogue.shipped();

    public SkusOfCards(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Map<String, String> unknown(Caller operator, Set<String> skus) {
        Set<String> inFleet = fleet.stock(operator).stream().map(Stock::model).collect(Collectors.toSet());
        Map<String, String> unknown = new HashMap<>();
        for (String sku : skus) {
            int end = sku.lastIndexOf('/');
            String model = end < 0 ? sku : sku.substring(0, end);
            if (catalogue.find(model).isEmpty() && !inFleet.contains(model)) {
                unknown.put(
                        sku,
                        "neither the catalogue nor the fleet has a model " + model
                                + "; correct the SKU, or import the fleet first");
            } else {
                List<String> sold = skus(catalogue.orFungible(model));
                // Each is also sold as one that gives way to others, and as one that may be moved.
                if (!sold.contains(Shape.plainSku(sku))) {
                    unknown.put(sku, model + " is sold as " + String.join(", ", sold) + ", not as " + sku);
                }
            }
        }
        return unknown;
    }

    @Override
    public Set<String> sites(Caller operator) {
        return fleet.sites(operator).stream().map(Site::code).collect(Collectors.toSet());
    }

    private static List<String> skus(AcceleratorModel model) {
        Stream<String> parts = switch (model.geometry()) {
            case Geometry.Partitioned partitioned ->
                partitioned.profiles().stream().map(Profile::name);
            case Geometry.Fungible _ -> Stream.of(Shape.THOUSANDTH);
            case Geometry.Topological _ -> Stream.of();
        };
        return Stream.concat(
                        Stream.of(Shape.cards(model.key(), 1).sku()),
                        parts.map(part -> Shape.partitions(model.key(), part, 1).sku()))
                .toList();
    }
}
