/** What every call has: an id, its caller, safe headers, pages, preconditions and idempotency keys. */
@NullMarked
package cloud.tessera.api.request;

import org.jspecify.annotations.NullMarked;
