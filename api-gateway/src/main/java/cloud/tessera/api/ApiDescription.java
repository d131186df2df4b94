package cloud.tessera.api;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** What stands at the head of the API's description. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Tessera API",
                        version = "1",
                        description = """
                                Accelerator capacity by the slice and by the hour: find it, reserve it or allocate it, \
                                use it, and see what it costs.

                                Every request but those for tokens carries `Authorization: Bearer` with an access token \
                                or an API key. Errors are `application/problem+json` (RFC 9457) with a stable `code`. \
                                Times are RFC 3339, intervals are half-open, money is exact. Lists are newest first and \
                                continue with the `next` of the last answer as `after`. Requests that book or cost carry \
                                an `Idempotency-Key`; what changes carries an `ETag`, and changing it takes `If-Match`.""",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
        name = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "An access token from `POST /api/v1/auth/token`, or an API key (`tsk_...`).")
final class ApiDescription {
    private ApiDescription() {}
}
