/** Where a shape can lie: pure functions over a view of the calendar. They propose; the database decides. */
@NullMarked
package cloud.tessera.inventory.placement;

import org.jspecify.annotations.NullMarked;
