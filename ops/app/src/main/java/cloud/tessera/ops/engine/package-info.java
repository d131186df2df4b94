/** What runs the work of claims: real processes on this machine for the first ones, simulated ones beyond. */
@NullMarked
package cloud.tessera.ops.engine;

import org.jspecify.annotations.NullMarked;
