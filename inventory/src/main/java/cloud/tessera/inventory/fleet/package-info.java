/** What there is: sites, pools, fabric domains, hosts and devices, how they come in and what an operator sees of them. */
@NullMarked
package cloud.tessera.inventory.fleet;

import org.jspecify.annotations.NullMarked;
