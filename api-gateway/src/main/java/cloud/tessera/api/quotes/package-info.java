/** Prices that bind, with a placement that was found and is not held. */
@NullMarked
package cloud.tessera.api.quotes;

import org.jspecify.annotations.NullMarked;
