/** Tests of the replay. */
@NullMarked
package cloud.tessera.ops.replay;

import org.jspecify.annotations.NullMarked;
