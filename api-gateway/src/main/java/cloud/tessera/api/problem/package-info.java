/** What the door says when it says no: problem details by RFC 9457, made in one place. */
@NullMarked
package cloud.tessera.api.problem;

import org.jspecify.annotations.NullMarked;
