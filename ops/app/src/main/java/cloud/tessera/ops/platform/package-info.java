/** The platform as one process: its data directory, its database, its beans, its doors and its worker. */
@NullMarked
package cloud.tessera.ops.platform;

import org.jspecify.annotations.NullMarked;
