/** The files of the demo: an invented fleet and its price book. */
@NullMarked
package cloud.tessera.inventory.demo;

import org.jspecify.annotations.NullMarked;
