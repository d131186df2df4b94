/** Which request it is: an id that follows it through answers, logs and the audit log. */
@NullMarked
package cloud.tessera.api.tracing;

import org.jspecify.annotations.NullMarked;
