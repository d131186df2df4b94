package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place for all of a shape.
 *
 * @param pieces in ascending order of device and slot, which is the order in which tiles are locked
 * @param hosts what is taken of each host, in ascending order of host
 * @param holder the organization's opaque id where these cards become private to it; null where they are shared
 * @param wholeHosts whether the hosts, too, are private to the holder
 */
public record Placement(
        String site,
        String pool,
        List<Piece> pieces,
        List<OnHost> hosts,
        @Nullable UUID holder,
        boolean wholeHosts) {
    public Placement {
        pieces = List.copyOf(pieces);
        hosts = List.copyOf(hosts);
    }

    /** Slots of one device. */
    public record Piece(int device, SlotRange slots) {}

    /** CPU and memory of one host. */
    public record OnHost(int host, long cpuMilli, long memoryMib) {}
}
