package cloud.tessera.inventory.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which hosts or devices are wanted; null means any. For hosts, model and health ask whether it has such a device.
 *
 * @param text what the name of the host or the code of its site must contain, in any case
 */
public record FleetFilter(
        @Nullable String site,
        @Nullable String pool,
        @Nullable Integer host,
        @Nullable String model,
        Device.@Nullable Health health,
        @Nullable String text) {
    public FleetFilter(
            @Nullable String site,
            @Nullable String pool,
            @Nullable Integer host,
            @Nullable String model,
            Device.@Nullable Health health) {
        this(site, pool, host, model, health, null);
    }

    public static FleetFilter all() {
        return new FleetFilter(null, null, null, null, null);
    }

    public static FleetFilter ofSite(String site) {
        return new FleetFilter(site, null, null, null, null);
    }

    public static FleetFilter ofText(String text) {
        return new FleetFilter(null, null, null, null, null, text);
    }

    public static FleetFilter ofHost(int host) {
        return new FleetFilter(null, null, host, null, null);
    }
}
