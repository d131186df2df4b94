/** Who waits for capacity, and whose turn it is when there is some. */
@NullMarked
package cloud.tessera.inventory.waitlist;

import org.jspecify.annotations.NullMarked;
