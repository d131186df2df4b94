/** The contract with what runs the work, and what is known of running work: runs, their addresses, their use. */
@NullMarked
package cloud.tessera.inventory.engine;

import org.jspecify.annotations.NullMarked;
