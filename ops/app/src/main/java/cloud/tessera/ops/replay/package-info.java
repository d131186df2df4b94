/** Replays the trace of a real cluster through the real use cases, on a clock that it moves, so that totals can be checked. */
@NullMarked
package cloud.tessera.ops.replay;

import org.jspecify.annotations.NullMarked;
