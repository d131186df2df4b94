/** What a SKU costs when and where, and quotes that bind for a quarter of an hour. */
@NullMarked
package cloud.tessera.billing.pricing;

import org.jspecify.annotations.NullMarked;
