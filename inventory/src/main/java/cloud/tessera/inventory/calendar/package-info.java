/** Who holds which tile when: the index in memory, the searches on it, and the writing of tiles under constraints. */
@NullMarked
package cloud.tessera.inventory.calendar;

import org.jspecify.annotations.NullMarked;
