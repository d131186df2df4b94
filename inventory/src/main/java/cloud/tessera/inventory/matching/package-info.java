/** From what somebody wants a card for to shapes, by rules in data and by the table of what a card does in a second. */
@NullMarked
package cloud.tessera.inventory.matching;

import org.jspecify.annotations.NullMarked;
