/** Blocks that were sold and charged at confirmation, their revenue as they run, and credits. */
@NullMarked
package cloud.tessera.billing.charging;

import org.jspecify.annotations.NullMarked;
