/** What was held: readings, taken once each, and their sums by hour. */
@NullMarked
package cloud.tessera.billing.metering;

import org.jspecify.annotations.NullMarked;
