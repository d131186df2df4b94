/** What reservations and allocations have in common: what happened to them, how to reach them, how busy they are. */
@NullMarked
package cloud.tessera.api.claims;

import org.jspecify.annotations.NullMarked;
