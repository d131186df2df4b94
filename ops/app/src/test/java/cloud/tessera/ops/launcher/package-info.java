@NullMarked
package cloud.tessera.ops.launcher;

import org.jspecify.annotations.NullMarked;
