/** Inference: capacity that is held from now until it is released. */
@NullMarked
package cloud.tessera.inventory.allocation;

import org.jspecify.annotations.NullMarked;
