/** Reservations and allocations: what was booked, how it fares, how to reach it, how to end it. */
@NullMarked
package cloud.tessera.portal.work;

import org.jspecify.annotations.NullMarked;
