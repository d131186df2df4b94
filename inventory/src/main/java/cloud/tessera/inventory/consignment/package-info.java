/** Returned hours: stock that is sold again for who returned it. */
@NullMarked
package cloud.tessera.inventory.consignment;

import org.jspecify.annotations.NullMarked;
