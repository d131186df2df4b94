/** Reads traces of real clusters: what the replay and the benchmarks are fed with. */
@NullMarked
package cloud.tessera.ops.trace;

import org.jspecify.annotations.NullMarked;
