/** What the tests of this module stand on. */
@NullMarked
package cloud.tessera.quota;

import org.jspecify.annotations.NullMarked;
