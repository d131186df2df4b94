/** From what somebody wants a card for to shapes. */
@NullMarked
package cloud.tessera.api.matches;

import org.jspecify.annotations.NullMarked;
