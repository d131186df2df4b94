package cloud.tessera.inventory.waitlist;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is: the payer who was served least recently, with its oldest entry. A payer with a hundred entries so
 * gets no more than one with a single entry, and nobody waits for ever behind somebody else.
 */
final class PayerTurns {
    private final List<WaitlistEntry> left;
    private final Map<OrganizationId, Instant> served;

    /**
     * @param waiting the oldest first
     * @param served when each payer was served last; none for who never was
     */
    PayerTurns(List<WaitlistEntry> waiting, Map<OrganizationId, Instant> served) {
        left = new ArrayList<>(waiting);
        this.served = new HashMap<>(served);
    }

    /** The next entry, which is not asked again. */
    Optional<WaitlistEntry> next() {
        Optional<WaitlistEntry> next =
                left.stream().min(Comparator.comparing(entry -> served.getOrDefault(entry.payer(), Instant.MIN)));
        next.ifPresent(left::remove);
        return next;
    }

    /** Its payer goes to the back. */
    void served(WaitlistEntry entry, Instant at) {
        Instant last = served.values().stream().max(Comparator.naturalOrder()).orElse(at);
        // Several are served at one instant of the clock: who was served later still comes later.
        served.put(entry.payer(), last.isBefore(at) ? at : last.plusNanos(1));
    }
}
