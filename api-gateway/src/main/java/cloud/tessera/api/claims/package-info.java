/** What reservations and allocations have in common: what happened to them, what they hold, how to reach them, how busy they are. */
@NullMarked
package cloud.tessera.api.claims;

import org.jspecify.annotations.NullMarked;
