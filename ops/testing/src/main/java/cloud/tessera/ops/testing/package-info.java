/** What the tests of every module need to stand on a real PostgreSQL. */
@NullMarked
package cloud.tessera.ops.testing;

import org.jspecify.annotations.NullMarked;
