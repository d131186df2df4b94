/** What the program is made of. */
@NullMarked
package cloud.tessera.ops.supply;

import org.jspecify.annotations.NullMarked;
