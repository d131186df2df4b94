/** What time and engines do to claims: expiry, start, readiness, failure, end, release, and the readings of it all. */
@NullMarked
package cloud.tessera.inventory.lifecycle;

import org.jspecify.annotations.NullMarked;
