package cloud.tessera.inventory.matching;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one whole card does in a second.
 *
 * @param workload key of the workload
 * @param name what the workload is, in words
 * @param model key of the catalogue
 * @param perSecond in {@code unit}
 * @param unit such as {@code tokens/s}
 * @param source where the figure comes from, or {@code example}
 * @param date when the source was published; null for an example, and for a source that names its commit
 */
public record Throughput(
        String workload,
        String name,
        String model,
        BigDecimal perSecond,
        String unit,
        String source,
        @Nullable LocalDate date) {
    private static final String EXAMPLE = "example";

    /** Whether the figure is our own and only roughly right. */
    public boolean example() {
        return source.equals(EXAMPLE);
    }
}
