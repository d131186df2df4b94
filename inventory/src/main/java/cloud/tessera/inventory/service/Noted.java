package cloud.tessera.inventory.service;

import cloud.tessera.billing.money.Money;
import org.jspecify.annotations.Nullable;

/** A {@link Scale} as the audit log keeps it. */
record Noted(
        int baseline,
        String overflow,
        int minimum,
        int maximum,
        int desired,
        @Nullable Integer targetPercent,
        @Nullable String ceiling,
        @Nullable String baselineOn) {
    static @Nullable Noted of(@Nullable Scale scale) {
        if (scale == null) {
            return null;
        }
        Money ceiling = scale.ceiling();
        var on = scale.baselineOn();
        return new Noted(
                scale.baseline(),
                scale.overflow().text(),
                scale.minimum(),
                scale.maximum(),
                scale.desired(),
                scale.targetPercent(),
                ceiling == null ? null : ceiling.text(),
                on == null ? null : on.text());
    }
}
