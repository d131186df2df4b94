/** Generates the jOOQ classes of one schema from its migrations, so that SQL that does not fit them does not compile. */
@NullMarked
package cloud.tessera.ops.codegen;

import org.jspecify.annotations.NullMarked;
