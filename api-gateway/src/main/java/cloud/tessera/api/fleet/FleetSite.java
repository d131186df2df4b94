package cloud.tessera.api.fleet;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.Stock;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A site as an operator sees it.
 *
 * @param code stable
 * @param name as people call it
 * @param kind "core" or "edge"
 * @param jurisdiction ISO 3166-1 code of the country whose law holds
 * @param latencies round trips to named regions
 * @param link {@code up} or {@code down}
 * @param linkSince since when the link is as it is
 * @param stock how many cards each pool has
 */
@Serdeable
@Schema(name = "FleetSite")
record FleetSite(
        String code,
        String name,
        String kind,
        String jurisdiction,
        Map<String, FleetLatency> latencies,
        String link,
        Instant linkSince,
        List<StockResource> stock) {

    /**
     * How many cards of a model a pool has.
     *
     * @param pool the pool
     * @param model the accelerator model
     * @param devices cards
     * @param failed how many of them have failed
     */
    @Serdeable
    @Schema(name = "Stock")
    record StockResource(String pool, String model, int devices, int failed) {}

    /**
     * How far a region is.
     *
     * @param ms round trip in milliseconds
     * @param measured whether it was measured; otherwise it is declared
     * @param set whether an operator has set it; otherwise it is the fleet file's
     */
    @Serdeable
    @Schema(name = "FleetLatency")
    record FleetLatency(int ms, boolean measured, boolean set) {}

    private static Map<String, FleetLatency> latencies(Site site) {
        Map<String, FleetLatency> all = new TreeMap<>();
        site.latencies()
                .forEach((region, it) -> all.put(
                        region,
                        new FleetLatency(
                                it.ms(), it.measured(), site.latenciesSet().containsKey(region))));
        return all;
    }

    static FleetSite of(Site site, List<Stock> stock) {
        return new FleetSite(
                site.code(),
                site.name(),
                site.kind().text(),
                site.jurisdiction(),
                latencies(site),
                site.link().text(),
                site.linkSince(),
                stock.stream()
                        .filter(s -> s.site().equals(site.code()))
                        .map(s -> new StockResource(s.pool(), s.model(), s.devices(), s.failed()))
                        .toList());
    }
}
