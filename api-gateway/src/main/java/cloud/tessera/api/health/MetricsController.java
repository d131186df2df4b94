package cloud.tessera.api.health;

import cloud.tessera.quota.term.Refusal;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Metrics in the format of Prometheus. They tell how the business goes, so they are answered to the machine itself, and
 * to others only with the token of {@code tessera.metrics.token}; for everybody else there is nothing here.
 */
@Hidden
@Controller("/metrics")
@Secured(SecurityRule.IS_ANONYMOUS)
class MetricsController {
    private final PrometheusMeterRegistry registry;
    private final byte[] expected;

    MetricsController(PrometheusMeterRegistry registry, @Value("${tessera.metrics.token:}") String token) {
        this.registry = registry;
        this.expected = token.isEmpty() ? new byte[0] : bytes("Bearer " + token);
    }

    @Get(produces = "text/plain; version=0.0.4")
    String metrics(HttpRequest<?> request) {
        if (!(ofThisMachine(request) || knowsToken(request))) {
            throw Refusal.notFound("address").asException();
        }
        return registry.scrape();
    }

    /** A proxy on this machine passes on the address that it was called from; then the caller is somebody else. */
    private static boolean ofThisMachine(HttpRequest<?> request) {
        return request.getRemoteAddress().getAddress().isLoopbackAddress()
                && !request.getHeaders().contains("X-Forwarded-For");
    }

    private boolean knowsToken(HttpRequest<?> request) {
        String given = request.getHeaders().getAuthorization().orElse("");
        return expected.length > 0 && MessageDigest.isEqual(expected, bytes(given));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
