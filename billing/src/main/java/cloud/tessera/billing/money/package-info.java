/** Exact money: integer minor units of one currency, and rates that are never rounded. */
@NullMarked
package cloud.tessera.billing.money;

import org.jspecify.annotations.NullMarked;
