package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.Host;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.HostRoom;
import java.math.BigDecimal;
import java.util.List;

/**
 * The fleet with every card sound and nothing on any of them: what has no place here never has one.
 *
 * @param floors whether pools keep their share for inference
 */
record EmptyCalendar(FleetMap fleet, boolean floors) implements CalendarView {
    @Override
    public List<Group> groups(String model, String site) {
        List<Group> groups = fleet.groups(model, site);
        return floors
                ? groups
                : groups.stream().map(EmptyCalendar::withoutFloor).toList();
    }

    private static Group withoutFloor(Group group) {
        return new Group(
                group.pool(), group.site(), group.privateCards(), group.sharedKernel(), BigDecimal.ZERO, group.hosts());
    }

    @Override
    public Card card(int id) {
        Device device = fleet.device(id);
        int slots = device == null ? 0 : device.slots() + device.extraSlots();
        return new Card(id, slots, device != null, List.of());
    }

    @Override
    public HostRoom room(int id) {
        Host host = fleet.host(id);
        return host == null
                ? new HostRoom(id, 0, 0, List.of())
                : new HostRoom(id, host.cpuMilli(), host.memoryMib(), List.of());
    }
}
