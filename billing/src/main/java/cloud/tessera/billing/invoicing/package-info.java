/** Monthly invoices and everything that shows them: running total, usage, PDF, CSV. */
@NullMarked
package cloud.tessera.billing.invoicing;

import org.jspecify.annotations.NullMarked;
