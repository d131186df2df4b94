/** The command line of the platform's operator. */
@NullMarked
package cloud.tessera.ops.launcher;

import org.jspecify.annotations.NullMarked;
