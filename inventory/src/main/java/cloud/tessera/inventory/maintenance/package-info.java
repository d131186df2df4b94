/** Taking hosts out of use on purpose: draining them, and maintenance windows. */
@NullMarked
package cloud.tessera.inventory.maintenance;

import org.jspecify.annotations.NullMarked;
