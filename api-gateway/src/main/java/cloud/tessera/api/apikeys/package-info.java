/** Keys that programs call with. */
@NullMarked
package cloud.tessera.api.apikeys;

import org.jspecify.annotations.NullMarked;
