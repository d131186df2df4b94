package cloud.tessera.inventory.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who gives way when a shape finds no place. Pure. One claim alone if that is enough, the smallest such, among equals the
 * youngest. Otherwise claims are spared one after another, the largest first and among equals the oldest, as long as the
 * rest makes room: so none of those that are left could have been spared.
 */
public final class GiveWay {
    private GiveWay() {}

    /**
     * A claim that may have to give way.
     *
     * @param size how much of cards it holds, in one unit for all candidates
     * @param since when it was made, in microseconds
     */
    public record Candidate(UUID claim, long size, long since) {}

    /** Those who give way, and where the shape lies then. */
    public record Way(List<UUID> claims, Placement placement) {
        public Way {
            claims = List.copyOf(claims);
        }
    }

    static final Comparator<Candidate> CHEAPEST = Comparator.comparingLong(Candidate::size)
            .thenComparing(Candidate::since, Comparator.reverseOrder())
            .thenComparing(Candidate::claim, Comparator.reverseOrder());

    /** Empty where even all of them together make no room. */
    public static Optional<Way> choose(
            PlacementPolicy policy, Question question, CalendarView view, List<Candidate> candidates) {
        List<Candidate> cheapest = candidates.stream().sorted(CHEAPEST).toList();
        Set<UUID> left = new HashSet<>();
        cheapest.forEach(candidate -> left.add(candidate.claim()));
        Optional<Placement> found = without(policy, question, view, left);
        if (left.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        for (Candidate alone : cheapest) {
            Optional<Placement> enough = without(policy, question, view, Set.of(alone.claim()));
            if (enough.isPresent()) {
                return Optional.of(new Way(List.of(alone.claim()), enough.get()));
            }
        }
        for (Candidate spared : cheapest.reversed()) {
            left.remove(spared.claim());
            Optional<Placement> enough = without(policy, question, view, left);
            if (enough.isPresent()) {
                found = enough;
            } else {
                left.add(spared.claim());
            }
        }
        List<UUID> way = new ArrayList<>(left);
        way.sort(Comparator.naturalOrder());
        return found.map(placement -> new Way(way, placement));
    }

    private static Optional<Placement> without(
            PlacementPolicy policy, Question question, CalendarView view, Set<UUID> claims) {
        return policy.place(question, new Without(view, claims));
    }

    /** The calendar as it is once some claims are gone. */
    static CalendarView without(CalendarView view, List<UUID> claims) {
        return new Without(view, Set.copyOf(claims));
    }

    /** The calendar as it is once some claims are gone. */
    private record Without(CalendarView view, Set<UUID> claims) implements CalendarView {
        @Override
        public List<Group> groups(String model, String site) {
            return view.groups(model, site);
        }

        @Override
        public Card card(int device) {
            return view.card(device).without(claims);
        }

        @Override
        public HostRoom room(int host) {
            return view.room(host).without(claims);
        }
    }
}
