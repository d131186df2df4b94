/** Training: a fixed window that is guaranteed, from hold to completion. */
@NullMarked
package cloud.tessera.inventory.reservation;

import org.jspecify.annotations.NullMarked;
