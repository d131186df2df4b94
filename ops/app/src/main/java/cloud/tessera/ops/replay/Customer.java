package cloud.tessera.ops.replay;

import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.ProjectId;

/**
 * An organization of the replay.
 *
 * @param program who books for it: a key of its own
 */
record Customer(Organization organization, ProjectId project, Caller program) {}
