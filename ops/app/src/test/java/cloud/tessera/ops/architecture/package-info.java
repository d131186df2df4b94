@NullMarked
package cloud.tessera.ops.architecture;

import org.jspecify.annotations.NullMarked;
