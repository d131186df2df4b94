/** Values that several resources have on the wire: money, pages, windows of time. */
@NullMarked
package cloud.tessera.api.wire;

import org.jspecify.annotations.NullMarked;
