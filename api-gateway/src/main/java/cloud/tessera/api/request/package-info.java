/** What every call has: its caller, safe headers, preconditions and idempotency keys. */
@NullMarked
package cloud.tessera.api.request;

import org.jspecify.annotations.NullMarked;
