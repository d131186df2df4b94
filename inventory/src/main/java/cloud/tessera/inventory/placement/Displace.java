package cloud.tessera.inventory.placement;

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
