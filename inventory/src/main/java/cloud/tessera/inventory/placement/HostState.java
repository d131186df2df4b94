package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import java.util.Arrays;

/**
 * What a host has free throughout a span.
 *
 * @param free thousandths of each card, in no order
 */
record HostState(String model, long cpuMilli, long memoryMib, int[] free) {
    static HostState of(Group.Host host, Question question, CalendarView view) {
        int slots = question.model().geometry().slots();
        HostRoom room = view.room(host.id());
        int[] free = new int[host.devices().size()];
        for (int i = 0; i < free.length; i++) {
            Card card = view.card(host.devices().get(i));
            free[i] = card.healthy() ? thousandths(card.freeSlots(slots, question.span()), slots) : 0;
        }
        Arrays.sort(free);
        return new HostState(
                question.model().key(), room.freeCpuMilli(question.span()), room.freeMemoryMib(question.span()), free);
    }

    static int thousandths(int part, int of) {
        return part * Geometry.Fungible.PARTS / of;
    }

    /** The same host with less on the card that has so much free. */
    HostState less(int freeBefore, int taken, HostShare share) {
        int[] left = free.clone();
        int card = Arrays.binarySearch(left, freeBefore);
        left[card] -= taken;
        Arrays.sort(left);
        return new HostState(model, cpuMilli - share.cpuMilli(), memoryMib - share.memoryMib(), left);
    }

    /** The same host with less CPU and memory. */
    HostState less(HostShare share) {
        return new HostState(model, cpuMilli - share.cpuMilli(), memoryMib - share.memoryMib(), free);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostState(String otherModel, long cpu, long memory, int[] otherFree)
                && cpu == cpuMilli
                && memory == memoryMib
                && otherModel.equals(model)
                && Arrays.equals(otherFree, free);
    }

    @Override
    public int hashCode() {
        return ((model.hashCode() * 31 + Long.hashCode(cpuMilli)) * 31 + Long.hashCode(memoryMib)) * 31
                + Arrays.hashCode(free);
    }
}
