/** Everything that runs the platform. */
@NullMarked
package cloud.tessera.ops;

import org.jspecify.annotations.NullMarked;
