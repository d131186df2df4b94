/** Training: a fixed window that is guaranteed, from hold to completion. */
@NullMarked
package cloud.tessera.api.reservations;

import org.jspecify.annotations.NullMarked;
