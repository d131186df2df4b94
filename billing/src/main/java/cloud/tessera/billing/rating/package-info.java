/** From unit-seconds and rates to amounts: one pure function, exact until its single division. */
@NullMarked
package cloud.tessera.billing.rating;

import org.jspecify.annotations.NullMarked;
