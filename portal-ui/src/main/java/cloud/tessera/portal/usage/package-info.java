/** What was used and what it cost, by day. */
@NullMarked
package cloud.tessera.portal.usage;

import org.jspecify.annotations.NullMarked;
