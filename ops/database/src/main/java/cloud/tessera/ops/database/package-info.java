/** The database as the platform runs it: the embedded PostgreSQL, its roles, and the migrations of every module. */
@NullMarked
package cloud.tessera.ops.database;

import org.jspecify.annotations.NullMarked;
