/** Scopes of isolation, quota and cost inside an organization. */
@NullMarked
package cloud.tessera.api.projects;

import org.jspecify.annotations.NullMarked;
