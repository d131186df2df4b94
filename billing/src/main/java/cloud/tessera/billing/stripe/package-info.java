/**
 * The room for collecting invoices through Stripe, the only one that may import {@code com.stripe}. It is empty: the
 * product works on approved terms and prepaid credit, and an operator marks invoices as paid.
 */
@NullMarked
package cloud.tessera.billing.stripe;

import org.jspecify.annotations.NullMarked;
