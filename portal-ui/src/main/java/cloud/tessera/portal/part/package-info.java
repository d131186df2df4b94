/** Parts that pages are made of: figures with units, times, states, charts, tiles. */
@NullMarked
package cloud.tessera.portal.part;

import org.jspecify.annotations.NullMarked;
