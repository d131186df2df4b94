@NullMarked
package cloud.tessera.ops.database;

import org.jspecify.annotations.NullMarked;
