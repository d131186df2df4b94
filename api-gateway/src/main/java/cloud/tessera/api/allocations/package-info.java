/** Inference: capacity that is held from now until it is released. */
@NullMarked
package cloud.tessera.api.allocations;

import org.jspecify.annotations.NullMarked;
