package cloud.tessera.ops.demo;

import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.ProjectId;
import java.util.List;

/**
 * A customer of the demo who has been let in.
 *
 * @param projects those of {@link Wish#project}: its own ones, and last the one that it began with
 * @param developer who books for it
 */
record Customer(Tenant tenant, Organization organization, List<ProjectId> projects, Caller developer) {
    ProjectId project(Wish wish) {
        return projects.get(wish.project());
    }
}
