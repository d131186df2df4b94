package cloud.tessera.api.claims;

import cloud.tessera.inventory.engine.Sample;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * How busy the devices were at one moment.
 *
 * @param at the moment
 * @param busy share of the compute in use, 0 to 1
 * @param memory share of the memory in use, 0 to 1
 */
@Serdeable
@Schema(name = "Utilisation")
public record SampleResource(Instant at, BigDecimal busy, BigDecimal memory) {
    /** The longest window of one request: there is a sample every few seconds. */
    public static final Duration LONGEST = Duration.ofDays(7);

    public static SampleResource of(Sample sample) {
        return new SampleResource(sample.at(), sample.busy(), sample.memory());
    }
}
