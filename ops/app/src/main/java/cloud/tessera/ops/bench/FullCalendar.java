package cloud.tessera.ops.bench;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A nearly full calendar, drawn by a seed. In two fabric domains of three, cards are cut into partitions in a layout of their
 * own, and each partition is booked by one claim after the other, with gaps of up to a day between some of them. In the third
 * one, whole cards are booked for gangs of 64, with gaps between them that are a week long now and then. All of it lies on
 * whole hours, from the first one on for so many days.
 */
final class FullCalendar {
    static final String MODEL = "nvidia-h100-80gb";
    static final int CARDS_OF_HOST = 8;
    static final int HOSTS_OF_DOMAIN = 64;
    static final int GANG = 64;

    private static final int HOSTS_OF_GANG = GANG / CARDS_OF_HOST;
    private static final int WEEK = 168;

    private final Catalogue catalogue = Catalogue.shipped();
    private final Geometry.Partitioned geometry;
    private final List<Profile> profiles;
    private final Instant from;
    private final int hours;
    private final SplittableRandom random;
    private final Rows tiles;
    private final Rows uses;
    private long claims;
    private long written;
    private long slotHours;

    /** Takes rows as {@code COPY} reads them. */
    interface Rows {
        void add(String row);
    }

    FullCalendar(Instant from, int days, long seed, Rows tiles, Rows uses) {
        this.geometry = (Geometry.Partitioned) catalogue.orFungible(MODEL).geometry();
        this.profiles = geometry.profiles().stream()
                .filter(profile -> profile.extraSlot().isEmpty())
                .toList();
        this.from = from;
        this.hours = days * 24;
        this.random = new SplittableRandom(seed);
        this.tiles = tiles;
        this.uses = uses;
    }

    static boolean gangs(int domain) {
        return domain % 3 == 2;
    }

    /** Tiles that were written. */
    long written() {
        return written;
    }

    /** Slots of cards, times the hours for which they are held. */
    long slotHours() {
        return slotHours;
    }

    /**
     * Books one domain.
     *
     * @param hosts its hosts, with the devices of each
     * @param occupancies how many tiles
     */
    void book(int domain, List<Host> hosts, int occupancies) {
        if (!gangs(domain)) {
            int devices = hosts.stream().mapToInt(host -> host.devices().size()).sum();
            int left = occupancies;
            for (Host host : hosts) {
                for (int device : host.devices()) {
                    int share = left / devices--;
                    left -= share;
                    bookParts(host.id(), device, share);
                }
            }
            return;
        }
        int left = occupancies;
        for (int first = 0; first < hosts.size(); first += HOSTS_OF_GANG) {
            List<Host> gang = hosts.subList(first, Math.min(hosts.size(), first + HOSTS_OF_GANG));
            int cards = gang.stream().mapToInt(host -> host.devices().size()).sum();
            int share = (int) ((long) left * gang.size() / (hosts.size() - first));
            left -= share;
            bookWhole(gang, share / cards);
        }
    }

    /** A host and its devices. */
    record Host(int id, List<Integer> devices) {}

    private record Part(Profile profile, int start) {}

    private record Lease(int from, int until) {}

    private void bookParts(int host, int device, int occupancies) {
        List<Part> layout = layout();
        int left = occupancies;
        for (int i = 0; i < layout.size(); i++) {
            Part part = layout.get(i);
            int share = left / (layout.size() - i);
            left -= share;
            HostShare of = catalogue.hostShare(Shape.partitions(MODEL, part.profile.name(), 1));
            for (Lease lease : leases(share, false)) {
                UUID claim = claim();
                tile(claim, device, part.start, part.start + part.profile.size(), lease);
                use(claim, host, of, 1, lease);
            }
        }
    }

    private void bookWhole(List<Host> hosts, int times) {
        HostShare of = catalogue.hostShare(Shape.cards(MODEL, 1));
        for (Lease lease : leases(times, true)) {
            UUID claim = claim();
            for (Host host : hosts) {
                host.devices().forEach(device -> tile(claim, device, 0, geometry.slots(), lease));
                use(claim, host.id(), of, host.devices().size(), lease);
            }
        }
    }

    /** Partitions of any size, one beside the other, until nothing more fits. */
    private List<Part> layout() {
        List<Part> layout = new ArrayList<>();
        int reached = 0;
        while (true) {
            int at = reached;
            List<Part> next = new ArrayList<>();
            for (Profile profile : profiles) {
                profile.starts().stream()
                        .filter(start -> start >= at && start <= at + 1)
                        .forEach(start -> next.add(new Part(profile, start)));
            }
            if (next.isEmpty()) {
                return layout;
            }
            Part part = next.get(random.nextInt(next.size()));
            layout.add(part);
            reached = part.start + part.profile.size();
        }
    }

    /** So many leases one after the other over all the days, some with a gap behind them. */
    private List<Lease> leases(int count, boolean longGaps) {
        if (count == 0) {
            return List.of();
        }
        int[] ends = random.ints(count - 1L, 1, hours).sorted().distinct().toArray();
        ends = Arrays.copyOf(ends, ends.length + 1);
        ends[ends.length - 1] = hours;
        List<Lease> leases = new ArrayList<>();
        int start = 0;
        for (int end : ends) {
            int gap = random.nextInt(3) > 0 ? 0 : 1 + random.nextInt(24);
            if (longGaps && random.nextInt(20) == 0) {
                gap = WEEK;
            }
            leases.add(new Lease(start, Math.max(start + 1, end - gap)));
            start = end;
        }
        return leases;
    }

    private UUID claim() {
        return new UUID(random.nextLong(), ++claims);
    }

    private void tile(UUID claim, int device, int start, int end, Lease lease) {
        tiles.add(claim + "\t" + device + "\t[" + start + "," + end + ")\t" + during(lease));
        written++;
        slotHours += (long) (end - start) * (lease.until - lease.from);
    }

    private void use(UUID claim, int host, HostShare share, int pieces, Lease lease) {
        uses.add(claim + "\t" + host + "\t" + (long) share.cpuMilli() * pieces + "\t" + share.memoryMib() * pieces
                + "\t" + during(lease));
    }

    private String during(Lease lease) {
        return "[\"" + from.plus(lease.from, ChronoUnit.HOURS) + "\",\"" + from.plus(lease.until, ChronoUnit.HOURS)
                + "\")";
    }
}
