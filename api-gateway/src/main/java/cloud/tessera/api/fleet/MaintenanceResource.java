package cloud.tessera.api.fleet;

import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.maintenance.Maintenance;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window.
 *
 * @param id its id
 * @param scope "host", "pool", "site" or "fabric"
 * @param target the number of the host, or the code of the others
 * @param name what is worked on, as people call it
 * @param site where
 * @param window from when until when its cards are held for it
 * @param reason what is done
 * @param hosts with cards that it holds
 * @param cards that it holds
 * @param madeWay how many reservations and allocations made way for it
 * @param state "planned", "under_way", "over" or "cancelled"
 * @param createdAt when it was planned
 * @param cancelledAt when it was given up; absent where it was not
 */
@Serdeable
@Schema(name = "Maintenance")
record MaintenanceResource(
        String id,
        String scope,
        String target,
        String name,
        String site,
        Window window,
        String reason,
        int hosts,
        int cards,
        int madeWay,
        String state,
        Instant createdAt,
        @Nullable Instant cancelledAt) {
    static MaintenanceResource of(Maintenance it, Instant now) {
        return new MaintenanceResource(
                it.id().text(),
                it.scope().kind().text(),
                it.scope().target(),
                it.name(),
                it.site(),
                Window.of(it.window()),
                it.reason(),
                it.hosts(),
                it.cards(),
                it.madeWay(),
                it.state(now).text(),
                it.createdAt(),
                it.cancelledAt());
    }
}
