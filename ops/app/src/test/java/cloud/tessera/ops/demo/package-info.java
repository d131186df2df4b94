/** Tests of the demo. */
@NullMarked
package cloud.tessera.ops.demo;

import org.jspecify.annotations.NullMarked;
