package cloud.tessera.inventory.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * When work begins that may begin some hours later. The earliest start is the best for itself and not for all: where the
 * pool is nearly full, others wait for what is taken. So a start costs the hours that it is late, and 0.67 x exp(8.5 x
 * (share of the pool that is held - 1)) hours for each card and hour, which is what the others wait in the mean; the
 * cheapest start with a place is taken. Simulated on months of {@code ops/bench gang}, that accepts as much as the earliest
 * start does with a sixth less delay. Room is made by {@link LateBinding} at any start for what fits into one host, and for
 * larger gangs at starts within a day: what has several hosts to itself holds up many that are small.
 */
public final class FlexibleStart {
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final double DEAR = 0.67;
    private static final double STEEP = 8.5;
    private static final int LARGE_WITHIN = 24;

    private final PlacementPolicy policy;
    private final LateBinding late;

    private record Start(int hours, double cost) {}

    public FlexibleStart(PlacementPolicy policy) {
        this.policy = policy;
        this.late = new LateBinding(policy);
    }

    /**
     * The start and the place, with the claims that are laid elsewhere for it.
     *
     * @param asked at its earliest start
     * @param hours how many whole hours later it may begin
     * @param movable claims that have not started
     */
    public Optional<MakeRoom.Room> find(Question asked, int hours, CalendarView view, Map<UUID, Question> movable) {
        boolean small = withinOneHost(asked, view);
        for (Start start : ranked(asked, hours, view)) {
            Question then = later(asked, start.hours);
            Optional<PlacementPolicy.Choice> free = policy.choose(then, view);
            if (free.isPresent()) {
                return Optional.of(new MakeRoom.Room(Map.of(), free.get()));
            }
            if (small || start.hours < LARGE_WITHIN) {
                Optional<MakeRoom.Room> room = late.find(then, view, movable);
                if (room.isPresent()) {
                    return room;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean withinOneHost(Question asked, CalendarView view) {
        return view.groups(asked.model().key(), asked.site()).stream()
                .flatMap(group -> group.hosts().stream())
                .anyMatch(host -> host.devices().size() >= asked.shape().pieces());
    }

    private static Question later(Question asked, int hours) {
        Span span = asked.span();
        return asked.at(new Span(span.from() + hours * HOUR, span.until() + hours * HOUR));
    }

    private static List<Start> ranked(Question asked, int hours, CalendarView view) {
        if (hours == 0) {
            return List.of(new Start(0, 0));
        }
        int length = (int) Math.ceilDiv(asked.span().until() - asked.span().from(), HOUR);
        double[] price = price(asked, length + hours, view);
        List<Start> starts = new ArrayList<>();
        double sum = 0;
        for (int hour = 0; hour < length; hour++) {
            sum += price[hour];
        }
        for (int start = 0; start <= hours; start++) {
            starts.add(new Start(start, start + sum));
            sum += start == hours ? 0 : price[start + length] - price[start];
        }
        starts.sort(Comparator.comparingDouble(Start::cost).thenComparingInt(Start::hours));
        return starts;
    }

    /** What others wait, in hours, for the question's cards in each hour from its start on. */
    private static double[] price(Question asked, int hours, CalendarView view) {
        long[] rise = new long[hours + 1];
        long slots = 0;
        int own = asked.model().geometry().slots();
        for (Group group : view.groups(asked.model().key(), asked.site())) {
            for (Group.Host host : group.hosts()) {
                for (int device : host.devices()) {
                    Card card = view.card(device);
                    slots += card.healthy() ? own : 0;
                    for (Tile tile : card.tiles()) {
                        int from = hour(tile.from(), asked, hours);
                        int until = hour(tile.until(), asked, hours);
                        int size = Math.min(tile.slotEnd(), own) - Math.min(tile.slotStart(), own);
                        rise[from] += size;
                        rise[until] -= size;
                    }
                }
            }
        }
        double[] price = new double[hours];
        double cards = (double) asked.slots() / own;
        long held = 0;
        for (int hour = 0; hour < hours; hour++) {
            held += rise[hour];
            double share = Math.min(1, (held + asked.slots() / 2.0) / Math.max(1, slots));
            price[hour] = cards * DEAR * Math.exp(STEEP * (share - 1));
        }
        return price;
    }

    private static int hour(long moment, Question asked, int most) {
        long since =
                moment == Span.OPEN ? Long.MAX_VALUE : moment - asked.span().from();
        return (int) Math.clamp(Math.floorDiv(since, HOUR), 0, most);
    }
}
