/** Who is there and who asks: organizations, projects, people, their roles, and the caller of every use case. */
@NullMarked
package cloud.tessera.quota.tenant;

import org.jspecify.annotations.NullMarked;
