package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A view in which pieces lie that were decided on and are in no calendar yet. */
final class Overlay implements CalendarView {
    private static final UUID TENTATIVE = new UUID(0, 0);

    private final CalendarView below;
    private final Map<Integer, Card> cards = new HashMap<>();
    private final Map<Integer, HostRoom> rooms = new HashMap<>();

    Overlay(CalendarView below) {
        this.below = below;
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
        cards.put(device, card(device).with(Long.MIN_VALUE, claim, List.of()));
        rooms.put(host, room(host).with(Long.MIN_VALUE, claim, List.of()));
    }

    @Override
    public List<Group> groups(String model, String site) {
        return below.groups(model, site);
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

    @Override
    public Demand demand() {
        return below.demand();
    }
}
