/** One door: HTTP and JSON, for programs. */
@NullMarked
package cloud.tessera.api;

import org.jspecify.annotations.NullMarked;
