package cloud.tessera.api.wire;

import cloud.tessera.inventory.fleet.SiteLimits;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where work may lie.
 *
 * @param region near which region, as sites name it in their latencies; with {@code within_ms}
 * @param withinMs the longest round trip to the region in milliseconds
 * @param jurisdictions ISO 3166-1 codes of the countries whose law may hold; any when absent or empty
 */
@Serdeable
@Schema(name = "Limits")
public record LimitsBody(
        @Nullable
        @Size(min = 1, max = 40)
        @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        @Schema(example = "lyon")
        String region,

        @Nullable @Min(1) @Max(10_000) @Schema(example = "20")
        Integer withinMs,

        @Nullable @Size(max = 50) @Schema(example = "[\"FR\"]")
        List<@Size(min = 2, max = 2) String> jurisdictions) {

    /** Limits as they are shown; absent where there are none. */
    public static @Nullable LimitsBody of(SiteLimits limits) {
        return limits.none() ? null : new LimitsBody(limits.region(), limits.withinMs(), limits.jurisdictions());
    }

    /** The limits that a request names; none where it names none. */
    public static SiteLimits read(@Nullable LimitsBody body) {
        if (body == null) {
            return SiteLimits.NONE;
        }
        List<String> countries = body.jurisdictions == null ? List.of() : body.jurisdictions;
        return new SiteLimits(body.region, body.withinMs, countries);
    }
}
