/** Finding what is free, what it costs, and taking it. */
@NullMarked
package cloud.tessera.portal.capacity;

import org.jspecify.annotations.NullMarked;
