package cloud.tessera.inventory.service;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service: replicas of inference, each an allocation, of which the platform keeps as many as are desired.
 *
 * @param limited why fewer run than are desired: {@code spend_ceiling}, {@code replicas_failing} or the code with which a
 *     start was refused; null where nothing keeps it
 * @param scaledAt when the number that is desired last changed
 * @param endedAt when its owner ended it; null while it is kept
 * @param version rises with each change
 */
public record Service(
        ServiceId id,
        OrganizationId organization,
        ProjectId project,
        String name,
        Shape shape,
        @Nullable String site,
        String image,
        Scale scale,
        @Nullable String limited,
        Instant scaledAt,
        @Nullable Instant endedAt,
        String createdBy,
        Instant createdAt,
        int version) {
    /** {@code running} or {@code ended}, as it is stored nowhere and sent. */
    public String state() {
        return endedAt == null ? "running" : "ended";
    }

    Service with(Scale other, @Nullable String limit, Instant scaled) {
        return new Service(
                id,
                organization,
                project,
                name,
                shape,
                site,
                image,
                other,
                limit,
                scaled,
                endedAt,
                createdBy,
                createdAt,
                version + 1);
    }

    Service ended(Instant at) {
        return new Service(
                id,
                organization,
                project,
                name,
                shape,
                site,
                image,
                scale,
                null,
                scaledAt,
                at,
                createdBy,
                createdAt,
                version + 1);
    }
}
