/** Invoices, their lines, and what each line was computed from. */
@NullMarked
package cloud.tessera.portal.invoice;

import org.jspecify.annotations.NullMarked;
