package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.HostRoom;
import cloud.tessera.inventory.placement.Openings;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Places only where a claim lies already: another policy that sees nothing else free. */
final class SamePieces implements PlacementPolicy {
    private static final UUID NOBODY = new UUID(0, 0);

    private final PlacementPolicy policy;
    private final Map<Integer, List<SlotRange>> ranges = new HashMap<>();

    SamePieces(PlacementPolicy policy, List<Placement.Piece> pieces) {
        this.policy = policy;
        pieces.forEach(piece ->
                ranges.computeIfAbsent(piece.device(), _ -> new ArrayList<>()).add(piece.slots()));
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public Optional<Choice> choose(Question question, CalendarView view) {
        return ranges.isEmpty() ? Optional.empty() : policy.choose(there(question, view), new There(question, view));
    }

    @Override
    public int count(Question question, CalendarView view, int most) {
        return place(question, view).isPresent() ? 1 : 0;
    }

    private Question there(Question question, CalendarView view) {
        Set<Integer> others = new HashSet<>(question.avoid());
        for (Group group : view.groups(question.model().key(), question.site())) {
            group.hosts().forEach(host -> others.addAll(host.devices()));
        }
        others.removeAll(ranges.keySet());
        return question.avoiding(others);
    }

    /** Of the claim's cards only its own slots are free. Others are as they are, because a pool's floor counts them. */
    private final class There implements CalendarView {
        private final Question question;
        private final CalendarView view;

        There(Question question, CalendarView view) {
            this.question = question;
            this.view = view;
        }

        @Override
        public List<Group> groups(String model, String site) {
            return view.groups(model, site);
        }

        @Override
        public Demand demand() {
            return view.demand();
        }

        /** What is blocked here can only be less room. */
        @Override
        public List<Openings> openings(Group group, Question asked, @Nullable IntToDoubleFunction atLeast) {
            return view.openings(group, asked, atLeast);
        }

        @Override
        public HostRoom room(int host) {
            return view.room(host);
        }

        @Override
        public Card card(int device) {
            Card card = view.card(device);
            List<SlotRange> own = ranges.get(device);
            if (own == null) {
                return card;
            }
            List<Tile> blocked = new ArrayList<>(card.tiles());
            int reached = 0;
            for (SlotRange range : own.stream()
                    .sorted((a, b) -> Integer.compare(a.start(), b.start()))
                    .toList()) {
                block(blocked, reached, range.start());
                reached = range.end();
            }
            block(blocked, reached, Math.max(reached, card.slots()));
            return new Card(device, card.slots(), card.healthy(), blocked);
        }

        private void block(List<Tile> blocked, int start, int end) {
            if (start < end) {
                blocked.add(new Tile(NOBODY, start, end, question.span().from(), Span.OPEN, question.holder()));
            }
        }
    }
}
