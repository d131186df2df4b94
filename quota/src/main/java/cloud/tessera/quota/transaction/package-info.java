/**
 * The one way to run a transaction: as which role, with retries, once per idempotency key, with what the outside must be
 * told and the facts that other modules read. Nothing else sets a database role.
 */
@NullMarked
package cloud.tessera.quota.transaction;

import org.jspecify.annotations.NullMarked;
