/** Who is there: organizations, their projects, the people and their memberships. */
@NullMarked
package cloud.tessera.quota.tenant;

import org.jspecify.annotations.NullMarked;
