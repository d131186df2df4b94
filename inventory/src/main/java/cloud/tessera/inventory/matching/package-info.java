/** What a model is good for: the table of what a card does in a second, with its sources. */
@NullMarked
package cloud.tessera.inventory.matching;

import org.jspecify.annotations.NullMarked;
