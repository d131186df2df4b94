/** Whether the server lives, whether it is ready, and its metrics. */
@NullMarked
package cloud.tessera.api.health;

import org.jspecify.annotations.NullMarked;
