package cloud.tessera.api.health;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Hidden;

/** For whoever starts and stops this server. Says up or down and nothing of why: that is in the log. */
@Hidden
@Controller("/health")
@Secured(SecurityRule.IS_ANONYMOUS)
class HealthController {
    private final Readiness readiness;

    HealthController(Readiness readiness) {
        this.readiness = readiness;
    }

    @Serdeable
    record Health(String status) {}

    @Get("/live")
    Health live() {
        return new Health("up");
    }

    @Get("/ready")
    HttpResponse<Health> ready() {
        return readiness.ready()
                ? HttpResponse.ok(new Health("up"))
                : HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Health("down"));
    }
}
