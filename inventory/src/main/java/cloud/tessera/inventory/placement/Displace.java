package cloud.tessera.inventory.placement;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is in the way of a shape and has another place from then on. Pure. As {@link GiveWay}, but nobody is dropped: whoever
 * would find no place beside the shape is left where it is, and others are looked for.
 */
public final class Displace {
    /** So many who would find no place are left alone before the answer is no. */
    private static final int MOST_TRIES = 8;

    private Displace() {}

    /**
     * A claim that may be given another place.
     *
     * @param needs what it needs there, and from when on
     */
    public record Mover(GiveWay.Candidate candidate, Question needs) {}

    /**
     * As {@link #choose}, with so few who go that hardly anybody is disturbed. For one piece {@link MakeRoom} says who costs
     * least by the policy; otherwise, and for small pieces, one alone goes if that is enough, the smallest such, among equals
     * the youngest.
     *
     * @param most who go, at least 1
     */
    public static Optional<GiveWay.Way> few(
            PlacementPolicy policy, Question question, CalendarView view, List<Mover> movers, int most) {
        Map<UUID, Mover> all = new LinkedHashMap<>();
        movers.stream()
                .sorted(Comparator.comparing(Mover::candidate, GiveWay.CHEAPEST))
                .forEach(mover -> all.put(mover.candidate().claim(), mover));
        if (policy.place(question, GiveWay.without(view, List.copyOf(all.keySet())))
                .isEmpty()) {
            return Optional.empty();
        }
        return cheapest(policy, question, view, all, most)
                .or(() -> alone(policy, question, view, all))
                .or(() -> choose(policy, question, view, movers)
                        .filter(way -> way.claims().size() <= most));
    }

    private static Optional<GiveWay.Way> cheapest(
            PlacementPolicy policy, Question question, CalendarView view, Map<UUID, Mover> movers, int most) {
        if (question.replicas() > 1) {
            return Optional.empty();
        }
        return new MakeRoom(policy)
                .find(question, view, Math.min(most, MakeRoom.MOST), claim -> {
                    Mover mover = movers.get(claim);
                    return mover == null
                                    || mover.needs().shape().pieces()
                                                    * mover.needs().replicas()
                                            > 1
                            ? null
                            : mover.needs();
                })
                .map(room -> new GiveWay.Way(
                        List.copyOf(room.moves().keySet()), room.asked().placement()));
    }

    private static Optional<GiveWay.Way> alone(
            PlacementPolicy policy, Question question, CalendarView view, Map<UUID, Mover> movers) {
        for (UUID claim : movers.keySet()) {
            List<UUID> one = List.of(claim);
            Optional<GiveWay.Way> way = policy.place(question, GiveWay.without(view, one))
                    .map(placement -> new GiveWay.Way(one, placement))
                    .filter(found ->
                            stuck(policy, question, view, found, movers).isEmpty());
            if (way.isPresent()) {
                return way;
            }
        }
        return Optional.empty();
    }

    /** Empty where no few of them can make room and lie elsewhere. */
    public static Optional<GiveWay.Way> choose(
            PlacementPolicy policy, Question question, CalendarView view, List<Mover> movers) {
        Map<UUID, Mover> left = new LinkedHashMap<>();
        movers.forEach(mover -> left.put(mover.candidate().claim(), mover));
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<GiveWay.Way> way = GiveWay.choose(
                    policy,
                    question,
                    view,
                    left.values().stream().map(Mover::candidate).toList());
            Optional<UUID> stuck = way.flatMap(found -> stuck(policy, question, view, found, left));
            if (stuck.isEmpty()) {
                return way;
            }
            left.remove(stuck.get());
        }
        return Optional.empty();
    }

    /** The first of those in the way that would have no other place. */
    private static Optional<UUID> stuck(
            PlacementPolicy policy, Question question, CalendarView view, GiveWay.Way way, Map<UUID, Mover> movers) {
        Overlay then = new Overlay(GiveWay.without(view, way.claims()));
        then.take(question.holder(), way.placement(), question.span());
        for (UUID claim : way.claims()) {
            Question needs = Objects.requireNonNull(movers.get(claim)).needs();
            Optional<Placement> place = policy.place(needs, then);
            if (place.isEmpty()) {
                return Optional.of(claim);
            }
            then.take(claim, place.get(), needs.span());
        }
        return Optional.empty();
    }
}
