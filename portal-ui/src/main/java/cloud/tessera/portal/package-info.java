/** The other door: pages, for people. */
@NullMarked
package cloud.tessera.portal;

import org.jspecify.annotations.NullMarked;
