/** The platform's own pages: fleet, organizations, invoices of all, and the demo. */
@NullMarked
package cloud.tessera.portal.operator;

import org.jspecify.annotations.NullMarked;
