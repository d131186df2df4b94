package cloud.tessera.api.reservations;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.inventory.reservation.CancellationSteps;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The table by which cancellations are refunded. */
@Controller("/api/v1/cancellation-steps")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Reservations")
@MayRefuse
class CancellationStepsController {
    /** See how much of the price is refunded for what is given up, by when that is: for what is bought now. */
    @Get
    CancellationStepsResource getCancellationSteps(@Parameter(hidden = true) Caller caller) {
        return CancellationStepsResource.of(CancellationSteps.of(CancellationSteps.CURRENT));
    }
}
