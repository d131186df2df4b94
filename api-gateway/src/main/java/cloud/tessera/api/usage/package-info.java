/** What was used, day by day, and what the running month will cost. */
@NullMarked
package cloud.tessera.api.usage;

import org.jspecify.annotations.NullMarked;
