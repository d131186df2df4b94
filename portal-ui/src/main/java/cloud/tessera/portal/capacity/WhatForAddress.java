package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.matching.WhatFor;
import com.vaadin.flow.router.QueryParameters;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What something is wanted for as the page's address says it, under the names of the API, so that it can be sent to a
 * colleague.
 */
final class WhatForAddress {
    private final Map<String, String> fields;

    private WhatForAddress(Map<String, String> fields) {
        this.fields = fields;
    }

    /** What an address says; what cannot be read there is as if it were not said. Empty where it names no task. */
    static Optional<WhatFor> read(QueryParameters query) {
        Map<String, String> fields = new LinkedHashMap<>();
        query.getParameters().forEach((name, values) -> fields.put(name, values.getFirst()));
        return fields.containsKey("task") ? Optional.of(new WhatForAddress(fields).wanted()) : Optional.empty();
    }

    private WhatFor wanted() {
        return new WhatFor(
                fields.getOrDefault("task", ""),
                decimal("parameters_billion"),
                fields.getOrDefault("precision", ""),
                whole("context"),
                whole("batch"),
                decimal("data_gb"),
                decimal("per_second"),
                decimal("amount"),
                whole("within_hours"),
                LimitsAddress.read(fields));
    }

    private @Nullable BigDecimal decimal(String name) {
        return number(name, BigDecimal::new);
    }

    private @Nullable Integer whole(String name) {
        return number(name, Integer::valueOf);
    }

    private <N> @Nullable N number(String name, Function<String, N> read) {
        try {
            String text = fields.get(name);
            return text == null ? null : read.apply(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static QueryParameters of(WhatFor wanted) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("task", wanted.task());
        put(fields, "parameters_billion", plain(wanted.billions()));
        fields.put("precision", wanted.precision());
        put(fields, "context", wanted.context());
        put(fields, "batch", wanted.batch());
        put(fields, "data_gb", plain(wanted.dataGb()));
        put(fields, "per_second", plain(wanted.perSecond()));
        put(fields, "amount", plain(wanted.amount()));
        put(fields, "within_hours", wanted.withinHours());
        LimitsAddress.put(fields, wanted.limits());
        return QueryParameters.simple(fields);
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static void put(Map<String, String> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value.toString());
        }
    }
}
