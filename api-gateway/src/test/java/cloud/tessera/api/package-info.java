/** Tests of the door: real requests to a real server on a real database. */
@NullMarked
package cloud.tessera.api;

import org.jspecify.annotations.NullMarked;
