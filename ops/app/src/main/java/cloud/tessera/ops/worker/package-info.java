/** The jobs of the platform: what has to happen without anyone asking. */
@NullMarked
package cloud.tessera.ops.worker;

import org.jspecify.annotations.NullMarked;
