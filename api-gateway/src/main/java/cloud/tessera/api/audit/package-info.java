/** Who did what. */
@NullMarked
package cloud.tessera.api.audit;

import org.jspecify.annotations.NullMarked;
