/** Reads YAML files that people write, and says of each fault on which line it is. */
@NullMarked
package cloud.tessera.inventory.document;

import org.jspecify.annotations.NullMarked;
