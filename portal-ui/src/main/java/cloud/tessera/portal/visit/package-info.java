/** Who is looking: sign-in, the visit that a browser session stands for, and what it may open. */
@NullMarked
package cloud.tessera.portal.visit;

import org.jspecify.annotations.NullMarked;
