/** Makes room for what finds no place: by laying elsewhere what has not started, then by having others give way. */
@NullMarked
package cloud.tessera.inventory.rebinding;

import org.jspecify.annotations.NullMarked;
