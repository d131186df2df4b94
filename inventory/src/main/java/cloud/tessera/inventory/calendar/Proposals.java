package cloud.tessera.inventory.calendar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has proposed to the index. It is opened before the transaction and closed after it; what has not
 * been committed by then is withdrawn, so that a place does not stay blocked by a booking that was refused.
 */
public final class Proposals implements AutoCloseable {
    private final CalendarIndex index;
    private final List<UUID> open = new ArrayList<>();
    private final Set<Integer> changed = new HashSet<>();

    Proposals(CalendarIndex index) {
        this.index = index;
    }

    /** To be called first in a transaction, whose work may be repeated: withdraws what an earlier try has proposed. */
    public void restart() {
        close();
    }

    void add(UUID claim) {
        open.add(claim);
    }

    void withdraw(UUID claim) {
        open.remove(claim);
        index.withdraw(claim);
    }

    /** The index shows these devices as they will be only if the transaction commits. */
    void changes(Collection<Integer> devices) {
        changed.addAll(devices);
    }

    Set<Integer> changed() {
        return Set.copyOf(changed);
    }

    /** After the commit. */
    void keep(UUID claim, @Nullable String xid) {
        open.remove(claim);
        index.keep(claim, xid);
    }

    /** After the commit. */
    void settle(Collection<Integer> devices) {
        changed.removeAll(devices);
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(this::withdraw);
        if (!changed.isEmpty()) {
            index.doubt(changed);
            changed.clear();
        }
    }
}
