package cloud.tessera.inventory.matching;

import org.jspecify.annotations.Nullable;

/**
 * What was looked at and will not do.
 *
 * @param model key of the model; null where the site is ruled out for all
 * @param site code of the site; null where the model is ruled out everywhere
 * @param code stable: of a model {@code precision_unsupported}, {@code precision_unknown}, {@code memory_too_small},
 *     {@code memory_unknown}, {@code too_slow}; of a site {@code too_far}, {@code latency_unknown}, {@code other_law},
 *     {@code site_unreachable}; of a model at a site {@code no_price}, {@code nothing_free}, {@code too_late},
 *     {@code too_slow}
 * @param text why, in words
 */
public record RuledOut(@Nullable String model, @Nullable String site, String code, String text) {}
