package cloud.tessera.api.services;

import cloud.tessera.inventory.service.Services;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A replica of a service.
 *
 * @param allocationId the allocation that it is
 * @param state the state of the allocation
 * @param tier {@code on_demand} or {@code preemptible}
 * @param overflow whether it is above the baseline
 * @param site where
 */
@Serdeable
@Schema(name = "Replica")
record ReplicaResource(String allocationId, String state, String tier, boolean overflow, String site) {
    static ReplicaResource of(Services.Replica replica) {
        return new ReplicaResource(
                replica.allocation().id().text(),
                replica.allocation().state().text(),
                replica.allocation().kind().tier().text(),
                replica.overflow(),
                replica.allocation().site());
    }
}
