package cloud.tessera.api;

import cloud.tessera.inventory.document.FileText;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings that make the door what it is, below every other source of settings, so that an executable needs to
 * state only its address. They travel with this module because a door with other settings would break its contract.
 */
@ContextConfigurer
public final class ApiDefaults implements ApplicationContextConfigurer {
    private static final int BELOW_ALL_OTHERS = -10_000;

    @Override
    public void configure(ApplicationContextBuilder builder) {
        builder.propertySources(PropertySource.of("api-defaults", settings(), BELOW_ALL_OTHERS));
    }

    private static Map<String, Object> settings() {
        Map<String, Object> all = new HashMap<>();
        // Requests run on virtual threads, so a use case may wait for the database.
        all.put("micronaut.server.thread-selection", "BLOCKING");
        // For files; other bodies have less, see request.BodySizes.
        all.put("micronaut.server.max-request-size", FileText.LARGEST);
        all.put("micronaut.server.max-request-buffer-size", FileText.LARGEST);
        all.put("micronaut.server.date-header", true);
        all.put("micronaut.server.log-handled-exceptions", false);
        all.put("micronaut.server.not-found-on-missing-body", false);

        // Wire records: snake_case, absent instead of null, and a misspelt field is refused instead of ignored.
        all.put("micronaut.serde.property-naming-strategy", "SNAKE_CASE");
        all.put("micronaut.serde.serialization.inclusion", "NON_NULL");
        all.put("micronaut.serde.deserialization.ignore-unknown", false);
        all.put("micronaut.serde.deserialization.fail-on-null-for-primitives", true);
        all.put("micronaut.serde.maximum-nesting-depth", 32);

        // Micronaut's own check of tokens accepts unsigned ones when it has no key; ours (access.BearerCheck) is the
        // only
        // one.
        all.put("micronaut.security.authentication", "bearer");
        all.put("micronaut.security.token.jwt.enabled", false);
        all.put("micronaut.security.basic-auth.enabled", false);
        all.put("micronaut.security.reject-not-found", false);
        all.put("micronaut.security.redirect.enabled", false);
        all.put("micronaut.security.endpoints.login.enabled", false);
        all.put("micronaut.security.endpoints.logout.enabled", false);
        all.put("micronaut.security.endpoints.oauth.enabled", false);
        all.put("micronaut.security.endpoints.introspection.enabled", false);

        all.put("micronaut.metrics.enabled", true);
        all.put("micronaut.metrics.export.prometheus.enabled", true);
        return all;
    }
}
