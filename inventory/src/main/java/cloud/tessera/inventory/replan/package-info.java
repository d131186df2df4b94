/** Packs what has not started into fewer hosts and fabric domains, in the background. */
@NullMarked
package cloud.tessera.inventory.replan;

import org.jspecify.annotations.NullMarked;
