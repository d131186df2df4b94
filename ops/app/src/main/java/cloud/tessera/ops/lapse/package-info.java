/** Living through time on a clock that is moved: what is due on the way is done when it is due. */
@NullMarked
package cloud.tessera.ops.lapse;

import org.jspecify.annotations.NullMarked;
