package cloud.tessera.api.fleet;

import cloud.tessera.inventory.fleet.HostView;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine.
 *
 * @param id its number
 * @param name unique at its site
 * @param site where
 * @param pool which pool
 * @param fabric its fabric domain; absent where it has none
 * @param cpuMilli thousandths of a vCPU that can be sold
 * @param memoryMib MiB of memory that can be sold
 * @param models the models of its cards
 * @param devices cards in it
 * @param failed how many of them have failed
 * @param draining how many of them take no new work
 */
@Serdeable
@Schema(name = "Host")
record HostResource(
        int id,
        String name,
        String site,
        String pool,
        @Nullable String fabric,
        int cpuMilli,
        long memoryMib,
        List<String> models,
        int devices,
        int failed,
        int draining) {
    static HostResource of(HostView view) {
        var host = view.host();
        return new HostResource(
                host.id(),
                host.name(),
                host.site(),
                host.pool(),
                host.fabric(),
                host.cpuMilli(),
                host.memoryMib(),
                view.models(),
                view.devices(),
                view.failed(),
                view.draining());
    }
}
