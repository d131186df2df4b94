package cloud.tessera.api.fleet;

import cloud.tessera.inventory.lifecycle.HostFailure;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What became of a host that was taken out of service, and of the reservations and allocations on it.
 *
 * @param devices cards that are out of service now
 * @param healed how many were placed anew on spare cards of the site and start again
 * @param degraded how many go on with fewer cards and are credited for the others
 * @param rebound how many of the future were given other cards
 * @param failed how many had no other place, ended and are credited
 * @param waiting how many of the future have no other place yet and are tried again when they begin
 * @param already whether the host was out of service before, so that only what was left there was healed
 */
@Serdeable
@Schema(name = "HostFailure")
record HostFailureResource(
        int devices, int healed, int degraded, int rebound, int failed, int waiting, boolean already) {
    static HostFailureResource of(HostFailure failure) {
        return new HostFailureResource(
                failure.devices(),
                failure.healed(),
                failure.degraded(),
                failure.rebound(),
                failure.failed(),
                failure.waiting(),
                failure.already());
    }
}
