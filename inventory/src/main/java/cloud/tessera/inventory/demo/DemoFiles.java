package cloud.tessera.inventory.demo;

import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.inventory.document.Resource;
import java.time.Instant;
import java.util.List;

/** What the demo is made of. */
public final class DemoFiles {
    private DemoFiles() {}

    /** The name of the fleet file, for messages. */
    public static String fleetName() {
        return "demo/fleet.yaml";
    }

    /** The fleet file, to be imported as any other. */
    public static byte[] fleet() {
        return Resource.content("/demo/fleet.yaml");
    }

    /**
     * The demo's prices, for the price book: every SKU of the demo's models and of openb's, for training and inference,
     * in EUR and USD, everywhere and at the edge sites.
     *
     * @param from a whole UTC hour
     */
    public static List<NewPrice> prices(Instant from) {
        return new DemoPrices(from).read("/demo/prices.yaml");
    }
}
