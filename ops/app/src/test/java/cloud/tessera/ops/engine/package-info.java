@NullMarked
package cloud.tessera.ops.engine;

import org.jspecify.annotations.NullMarked;
