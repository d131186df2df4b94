/** The calendar by the hour: which slots of which card are held when, as bits, to find out quickly where room may be. */
@NullMarked
package cloud.tessera.inventory.grid;

import org.jspecify.annotations.NullMarked;
