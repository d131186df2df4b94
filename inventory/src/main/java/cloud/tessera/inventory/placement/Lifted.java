package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The claims of one pool that may lie elsewhere, where they lie, and on which hosts they stand in the way. */
final class Lifted {
    /** The largest first, then the longest: what is hardest to place comes first. */
    static final Comparator<Question> HARDEST = Comparator.comparingInt(Question::slots)
            .reversed()
            .thenComparing(Comparator.comparingLong((Question question) ->
                            question.span().until() - question.span().from())
                    .reversed())
            .thenComparingLong(question -> question.span().from());

    private final Group group;
    private final Map<UUID, Claim> claims = new LinkedHashMap<>();
    private final Map<Integer, Set<UUID>> onHost = new LinkedHashMap<>();

    /** One claim with its present place. */
    record Claim(UUID id, Question question, Placement placement) {
        /** Card-time, as slots x microseconds. */
        double size() {
            Span span = question.span();
            return (double) question.slots() * (span.until() - span.from());
        }
    }

    /** Those of some claims that hold something of the pool at some time of a span. */
    Lifted(Group group, CalendarView view, Span span, Map<UUID, Question> movable) {
        this.group = group;
        Map<UUID, List<Placement.Piece>> pieces = new LinkedHashMap<>();
        for (Group.Host host : group.hosts()) {
            for (int device : host.devices()) {
                for (Tile tile : view.card(device).tiles()) {
                    if (tile.during(span) && movable.containsKey(tile.claim())) {
                        pieces.computeIfAbsent(tile.claim(), _ -> new ArrayList<>())
                                .add(new Placement.Piece(device, new SlotRange(tile.slotStart(), tile.slotEnd())));
                        onHost.computeIfAbsent(host.id(), _ -> new LinkedHashSet<>())
                                .add(tile.claim());
                    }
                }
            }
        }
        pieces.forEach((claim, tiles) -> {
            Question question = movable.get(claim);
            if (question != null) {
                claims.put(claim, new Claim(claim, question, placement(claim, question, tiles, view)));
            }
        });
    }

    private Placement placement(UUID claim, Question question, List<Placement.Piece> tiles, CalendarView view) {
        List<Placement.OnHost> hosts = group.hosts().stream()
                .filter(host -> onHost.getOrDefault(host.id(), Set.of()).contains(claim))
                .map(host -> view.room(host.id()).held(claim))
                .toList();
        return new Placement(
                group.site(),
                group.pool(),
                tiles.stream()
                        .sorted(Comparator.comparingInt(Placement.Piece::device)
                                .thenComparingInt(piece -> piece.slots().start()))
                        .toList(),
                hosts.stream()
                        .sorted(Comparator.comparingInt(Placement.OnHost::host))
                        .toList(),
                group.keepsApart(question.model()) ? question.holder() : null,
                group.sharedKernel());
    }

    List<Claim> all() {
        return List.copyOf(claims.values());
    }

    List<Claim> on(Group.Host host) {
        return onHost.getOrDefault(host.id(), Set.of()).stream()
                .map(claims::get)
                .toList();
    }

    /** The calendar without some of them. */
    Overlay without(List<Claim> some, CalendarView view) {
        Overlay lifted = new Overlay(view);
        for (Claim claim : some) {
            claim.placement.pieces().forEach(piece -> lifted.lift(claim.id, piece.device()));
            claim.placement.hosts().forEach(on -> lifted.liftFromHost(claim.id, on.host()));
        }
        return lifted;
    }

    /** Whether a claim could stay where it is beside what lies in a view now. */
    boolean stays(Claim claim, CalendarView view) {
        Question question = claim.question;
        Span span = question.span();
        boolean free = claim.placement.pieces().stream().allMatch(piece -> {
            Card card = view.card(piece.device());
            return Reach.usable(group, card, question)
                    && card.free(piece.slots().start(), piece.slots().end(), span);
        });
        return free
                && claim.placement.hosts().stream()
                        .allMatch(on -> view.room(on.host()).freeCpuMilli(span) >= on.cpuMilli()
                                && view.room(on.host()).freeMemoryMib(span) >= on.memoryMib());
    }
}
