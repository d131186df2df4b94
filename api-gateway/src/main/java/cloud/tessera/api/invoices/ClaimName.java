package cloud.tessera.api.invoices;

import cloud.tessera.billing.invoicing.Section;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.reservation.ReservationId;
import java.util.UUID;

/** What the claims of invoices are called: blocks are reservations, metered use is of allocations. */
final class ClaimName {
    private ClaimName() {}

    static String of(UUID claim, Section section) {
        return switch (section) {
            case TRAINING, CREDIT -> new ReservationId(claim).text();
            case INFERENCE -> new AllocationId(claim).text();
        };
    }
}
