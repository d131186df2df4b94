package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A view in which pieces lie that were decided on and are in no calendar yet. */
final class Overlay implements CalendarView {
    private static final UUID TENTATIVE = new UUID(0, 0);

    private final CalendarView below;
    private final @Nullable Group only;
    private final Map<Integer, Card> cards = new HashMap<>();
    private final Map<Integer, HostRoom> rooms = new HashMap<>();
    private boolean lifted;

    Overlay(CalendarView below) {
        this.below = below;
        this.only = null;
    }

    /** One pool alone. */
    Overlay(CalendarView below, Group only) {
        this.below = below;
        this.only = only;
    }

    void take(UUID claim, Placement placement, Span span) {
        for (Placement.Piece piece : placement.pieces()) {
            var tile = new Tile(
                    claim, piece.slots().start(), piece.slots().end(), span.from(), span.until(), placement.holder());
            cards.put(piece.device(), card(piece.device()).with(Long.MIN_VALUE, null, List.of(tile)));
        }
        for (Placement.OnHost on : placement.hosts()) {
            var use = new HostRoom.Use(claim, on.cpuMilli(), on.memoryMib(), span.from(), span.until());
            rooms.put(on.host(), room(on.host()).with(Long.MIN_VALUE, null, List.of(use)));
        }
    }

    void take(Question question, Group.Host host, Card card, List<SlotRange> ranges) {
        Span span = question.span();
        List<Tile> tiles = ranges.stream()
                .map(range ->
                        new Tile(TENTATIVE, range.start(), range.end(), span.from(), span.until(), question.holder()))
                .toList();
        cards.put(card.device(), card.with(Long.MIN_VALUE, null, tiles));
        var use = new HostRoom.Use(
                TENTATIVE, question.share().cpuMilli(), question.share().memoryMib(), span.from(), span.until());
        rooms.put(host.id(), room(host.id()).with(Long.MIN_VALUE, null, List.of(use)));
    }

    /** Shows a card and its host as they would be without what a claim holds of them. */
    void lift(UUID claim, int device, int host) {
        lift(claim, device);
        liftFromHost(claim, host);
    }

    void lift(UUID claim, int device) {
        lifted = true;
        cards.put(device, card(device).with(Long.MIN_VALUE, claim, List.of()));
    }

    void liftFromHost(UUID claim, int host) {
        rooms.put(host, room(host).with(Long.MIN_VALUE, claim, List.of()));
    }

    @Override
    public List<Group> groups(String model, String site) {
        return only == null ? below.groups(model, site) : List.of(only);
    }

    @Override
    public Card card(int device) {
        Card card = cards.get(device);
        return card == null ? below.card(device) : card;
    }

    @Override
    public HostRoom room(int host) {
        HostRoom room = rooms.get(host);
        return room == null ? below.room(host) : room;
    }

    /** What lies here in addition only takes room; where something was lifted, there may be more than below. */
    @Override
    public List<Openings> openings(Group group, Question question, @Nullable IntToDoubleFunction atLeast) {
        return lifted ? Openings.all(group, question) : below.openings(group, question, atLeast);
    }

    @Override
    public Demand demand() {
        return below.demand();
    }
}
