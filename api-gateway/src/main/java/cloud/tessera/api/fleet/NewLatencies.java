package cloud.tessera.api.fleet;

import cloud.tessera.inventory.fleet.Site;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far regions are from a site: all that are to be set. They win over those of the fleet file, also when it comes in
 * again; regions that are left out are as far as the file says.
 *
 * @param latencies by region
 */
@Serdeable
@Schema(name = "NewLatencies")
record NewLatencies(
        // Nullable, because the library would take an empty map where none was sent, and set all that was set back.
        @Nullable @NotNull Map<String, @NotNull @Valid NewLatency> latencies) {

    /**
     * How far a region is.
     *
     * @param ms round trip in milliseconds
     * @param measured whether it was measured; otherwise it is declared; false when absent
     */
    @Serdeable
    @Schema(name = "NewLatency")
    record NewLatency(
            @NotNull @Min(0) @Max(10_000) Integer ms,
            @Nullable Boolean measured) {}

    Map<String, Site.Latency> toLatencies() {
        Map<String, Site.Latency> all = new TreeMap<>();
        Objects.requireNonNull(latencies)
                .forEach(
                        (region, it) -> all.put(region, new Site.Latency(it.ms(), Boolean.TRUE.equals(it.measured()))));
        return all;
    }
}
