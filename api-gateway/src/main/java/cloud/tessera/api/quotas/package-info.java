/** How much a project may hold, and how much of that is taken. */
@NullMarked
package cloud.tessera.api.quotas;

import org.jspecify.annotations.NullMarked;
