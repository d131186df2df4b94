package cloud.tessera.inventory.fleet;

import org.jspecify.annotations.Nullable;

/** Which hosts or devices are wanted; null means any. For hosts, model and health ask whether it has such a device. */
public record FleetFilter(
        @Nullable String site,
        @Nullable String pool,
        @Nullable Integer host,
        @Nullable String model,
        Device.@Nullable Health health) {
    public static FleetFilter all() {
        return new FleetFilter(null, null, null, null, null);
    }

    public static FleetFilter ofSite(String site) {
        return new FleetFilter(site, null, null, null, null);
    }

    public static FleetFilter ofHost(int host) {
        return new FleetFilter(null, null, host, null, null);
    }
}
