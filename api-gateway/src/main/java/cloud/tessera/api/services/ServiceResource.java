package cloud.tessera.api.services;

import cloud.tessera.api.request.Versioned;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.service.Service;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service: replicas of inference, each an allocation, of which the platform keeps as many as are desired.
 *
 * @param id its id
 * @param organizationId whose it is
 * @param projectId the project that holds its replicas
 * @param name for people
 * @param state {@code running} or {@code ended}
 * @param shape of each replica
 * @param site where; absent for wherever there is room
 * @param limits where each replica may lie, now and after any later move; absent for anywhere
 * @param image what each replica starts
 * @param scale how much of it there is to be
 * @param limited why fewer run than are desired: {@code spend_ceiling}, {@code replicas_failing}, or the code with which a
 *     start was refused; absent where nothing keeps it
 * @param endedAt when it was ended
 * @param createdBy who set it up
 * @param createdAt when
 * @param version rises with each change; the number in its ETag
 */
@Serdeable
@Schema(name = "Service")
record ServiceResource(
        String id,
        String organizationId,
        String projectId,
        String name,
        String state,
        ShapeBody shape,
        @Nullable String site,
        @Nullable LimitsBody limits,
        String image,
        ScaleBody scale,
        @Nullable String limited,
        @Nullable Instant endedAt,
        String createdBy,
        Instant createdAt,
        int version)
        implements Versioned {
    static ServiceResource of(Service s, SiteLimits limits) {
        return new ServiceResource(
                s.id().text(),
                s.organization().text(),
                s.project().text(),
                s.name(),
                s.state(),
                ShapeBody.of(s.shape()),
                s.site(),
                LimitsBody.of(limits),
                s.image(),
                ScaleBody.of(s.scale()),
                s.limited(),
                s.endedAt(),
                s.createdBy(),
                s.createdAt(),
                s.version());
    }
}
