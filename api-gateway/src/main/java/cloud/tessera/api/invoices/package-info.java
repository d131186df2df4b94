/** Monthly invoices, their lines, and how each amount came about. */
@NullMarked
package cloud.tessera.api.invoices;

import org.jspecify.annotations.NullMarked;
