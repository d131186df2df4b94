/** A price and a placement that were found and are not held, and what is free when. */
@NullMarked
package cloud.tessera.inventory.offer;

import org.jspecify.annotations.NullMarked;
