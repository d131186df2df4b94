package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of an allocation that came to another state: to its time line, the audit log and the world outside. */
final class Noted {
    private Noted() {}

    static void note(
            Audit audit,
            Tx tx,
            Allocation allocation,
            @Nullable AllocationState before,
            AllocationState after,
            @Nullable String detail) {
        record State(String state) {}
        record Told(String allocation, String state) {}
        String id = allocation.id().text();
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        allocation.id().value(), allocation.organization(), tx.now(), after.text(), detail)));
        audit.record(
                tx,
                allocation.organization(),
                "allocation." + after.text(),
                id,
                before == null ? null : new State(before.text()),
                new State(after.text()));
        tx.outbox(
                "allocation." + after.text(),
                allocation.organization(),
                allocation.id().value(),
                new Told(id, after.text()));
    }
}
