/** Who did what, written in the transaction that did it. */
@NullMarked
package cloud.tessera.quota.audit;

import org.jspecify.annotations.NullMarked;
