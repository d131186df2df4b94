/** What the tests of billing share. */
@NullMarked
package cloud.tessera.billing;

import org.jspecify.annotations.NullMarked;
