/** What there is to buy: accelerators, sites, shapes, prices, and what is free when. */
@NullMarked
package cloud.tessera.api.capacity;

import org.jspecify.annotations.NullMarked;
