@NullMarked
package cloud.tessera.ops.worker;

import org.jspecify.annotations.NullMarked;
