/** Double entry, append-only: every movement of money, balanced by the database. */
@NullMarked
package cloud.tessera.billing.ledger;

import org.jspecify.annotations.NullMarked;
