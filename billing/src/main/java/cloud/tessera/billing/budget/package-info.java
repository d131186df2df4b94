/** What a payer may owe, checked in the booking transaction; and the place where budgets will be checked. */
@NullMarked
package cloud.tessera.billing.budget;

import org.jspecify.annotations.NullMarked;
