package cloud.tessera.api.projects;

import cloud.tessera.quota.tenant.Project;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A project: a scope of isolation, quota and cost.
 *
 * @param id its id
 * @param organizationId whose it is
 * @param name unique in the organization
 * @param createdAt when it was made
 */
@Serdeable
@Schema(name = "Project")
record ProjectResource(String id, String organizationId, String name, Instant createdAt) {
    static ProjectResource of(Project project) {
        return new ProjectResource(
                project.id().text(), project.organization().text(), project.name(), project.createdAt());
    }
}
