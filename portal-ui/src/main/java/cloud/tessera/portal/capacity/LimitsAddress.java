package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.quota.term.Refused;
import java.util.List;
import java.util.Map;

/** Limits as the address of a page says them, under the names of the API. */
final class LimitsAddress {
    private static final String REGION = "region";
    private static final String WITHIN_MS = "within_ms";
    private static final String JURISDICTIONS = "jurisdictions";

    private LimitsAddress() {}

    /** What fields of an address say; limits that make no sense there are none. */
    static SiteLimits read(Map<String, String> fields) {
        String codes = fields.getOrDefault(JURISDICTIONS, "");
        List<String> jurisdictions = codes.isBlank() ? List.of() : List.of(codes.split(","));
        try {
            String ms = fields.get(WITHIN_MS);
            return new SiteLimits(fields.get(REGION), ms == null ? null : Integer.valueOf(ms), jurisdictions);
        } catch (Refused | NumberFormatException noLimits) {
            return SiteLimits.NONE;
        }
    }

    static void put(Map<String, String> fields, SiteLimits limits) {
        if (limits.region() != null) {
            fields.put(REGION, limits.region());
            fields.put(WITHIN_MS, String.valueOf(limits.withinMs()));
        }
        if (!limits.jurisdictions().isEmpty()) {
            fields.put(JURISDICTIONS, String.join(",", limits.jurisdictions()));
        }
    }
}
