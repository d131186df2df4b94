/** The waitlist. */
@NullMarked
package cloud.tessera.api.waitlist;

import org.jspecify.annotations.NullMarked;
