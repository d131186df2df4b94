package cloud.tessera.api.capacity;

import cloud.tessera.inventory.fleet.Pool;
import cloud.tessera.inventory.fleet.Site;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A place with accelerators.
 *
 * @param code stable; what a request names
 * @param name as people call it
 * @param kind "core" or "edge"
 * @param jurisdiction ISO 3166-1 code of the country whose law holds
 * @param latencies round trips to named regions
 * @param link {@code up}, or {@code down} while we cannot reach it; work there goes on
 * @param linkSince since when the link is as it is
 * @param pools what is sold together there
 */
@Serdeable
@Schema(name = "Site")
record SiteResource(
        String code,
        String name,
        String kind,
        String jurisdiction,
        Map<String, LatencyResource> latencies,
        String link,
        Instant linkSince,
        List<PoolResource> pools) {

    /**
     * How far a region is.
     *
     * @param ms round trip in milliseconds
     * @param measured whether it was measured; otherwise it is declared
     */
    @Serdeable
    @Schema(name = "Latency")
    record LatencyResource(int ms, boolean measured) {}

    /**
     * Devices of a site that are sold together.
     *
     * @param code stable
     * @param name as people call it
     * @param isolation what stands between customers on one host: {@code vm}, {@code sandboxed_container} or
     *     {@code shared_kernel}
     * @param privateCards whether a card that is not partitioned belongs to one customer at a time
     */
    @Serdeable
    @Schema(name = "Pool")
    record PoolResource(String code, String name, String isolation, boolean privateCards) {}

    static SiteResource of(Site site, List<Pool> pools) {
        Map<String, LatencyResource> latencies = new TreeMap<>();
        site.latencies().forEach((region, l) -> latencies.put(region, new LatencyResource(l.ms(), l.measured())));
        return new SiteResource(
                site.code(),
                site.name(),
                site.kind().text(),
                site.jurisdiction(),
                latencies,
                site.link().text(),
                site.linkSince(),
                pools.stream()
                        .filter(p -> p.site().equals(site.code()))
                        .map(p -> new PoolResource(
                                p.code(), p.name(), p.isolation().text(), p.privateCards()))
                        .toList());
    }
}
