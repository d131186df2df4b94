/**
 * How a card can be cut: models, profiles, slots and shapes. The facts come from the catalogue that is shipped as a data
 * file with its sources.
 */
@NullMarked
package cloud.tessera.inventory.geometry;

import org.jspecify.annotations.NullMarked;
