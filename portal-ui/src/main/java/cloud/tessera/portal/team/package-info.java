/** Who belongs to the organization: members, projects and their quotas, keys, and who did what. */
@NullMarked
package cloud.tessera.portal.team;

import org.jspecify.annotations.NullMarked;
