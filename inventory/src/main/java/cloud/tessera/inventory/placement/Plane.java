package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A calendar in memory alone, of one site with one pool whose cards are shared: for simulations and benchmarks. One thread
 * at a time.
 */
public final class Plane implements CalendarView {
    /** The site and the pool. */
    public static final String SITE = "plane";

    private final Map<String, List<Group>> groups = new LinkedHashMap<>();
    private final Map<Integer, Card> cards = new HashMap<>();
    private final Map<Integer, HostRoom> rooms = new HashMap<>();
    private final Map<UUID, Held> held = new HashMap<>();
    private final Demand demand;

    /**
     * A host with cards of one model.
     *
     * @param fabric the fabric domain; null where the host is one by itself
     */
    public record Machine(
            AcceleratorModel model,
            int cards,
            long cpuMilli,
            long memoryMib,
            @Nullable String fabric) {}

    private record Held(Placement placement, Question question) {}

    /** Hosts are numbered from 1 in the order of the list, and so are cards. */
    public Plane(List<Machine> machines, Demand demand) {
        this.demand = demand;
        Map<String, List<Group.Host>> hosts = new LinkedHashMap<>();
        int card = 0;
        int host = 0;
        for (Machine machine : machines) {
            host++;
            int slots = machine.model().geometry().slots()
                    + machine.model().geometry().extraSlots();
            List<Integer> devices = new ArrayList<>();
            for (int i = 0; i < machine.cards(); i++) {
                card++;
                devices.add(card);
                cards.put(card, new Card(card, slots, true, List.of()));
            }
            rooms.put(host, new HostRoom(host, machine.cpuMilli(), machine.memoryMib(), List.of()));
            hosts.computeIfAbsent(machine.model().key(), _ -> new ArrayList<>())
                    .add(new Group.Host(host, machine.fabric(), devices));
        }
        hosts.forEach((model, list) ->
                groups.put(model, List.of(new Group(SITE, SITE, false, false, BigDecimal.ZERO, list))));
    }

    /** Holds a place for a claim. */
    public void hold(UUID claim, Placement placement, Question question) {
        held.put(claim, new Held(placement, question));
        Span span = question.span();
        for (Placement.Piece piece : placement.pieces()) {
            var tile = new Tile(
                    claim, piece.slots().start(), piece.slots().end(), span.from(), span.until(), placement.holder());
            cards.computeIfPresent(piece.device(), (_, card) -> card.with(Long.MIN_VALUE, null, List.of(tile)));
        }
        for (Placement.OnHost on : placement.hosts()) {
            var use = new HostRoom.Use(claim, on.cpuMilli(), on.memoryMib(), span.from(), span.until());
            rooms.computeIfPresent(on.host(), (_, room) -> room.with(Long.MIN_VALUE, null, List.of(use)));
        }
    }

    /** Takes CPU and memory of a host for work without a card. */
    public void hold(UUID claim, int host, long cpuMilli, long memoryMib, Span span) {
        var use = new HostRoom.Use(claim, cpuMilli, memoryMib, span.from(), span.until());
        rooms.computeIfPresent(host, (_, room) -> room.with(Long.MIN_VALUE, null, List.of(use)));
    }

    /** Frees what a claim holds. */
    public void free(UUID claim) {
        Held gone = held.remove(claim);
        if (gone == null) {
            return;
        }
        for (Placement.Piece piece : gone.placement().pieces()) {
            cards.computeIfPresent(piece.device(), (_, card) -> card.with(Long.MIN_VALUE, claim, List.of()));
        }
        for (Placement.OnHost on : gone.placement().hosts()) {
            rooms.computeIfPresent(on.host(), (_, room) -> room.with(Long.MIN_VALUE, claim, List.of()));
        }
    }

    /** What a claim that holds something has asked. */
    public Question question(UUID claim) {
        return Objects.requireNonNull(held.get(claim)).question();
    }

    @Override
    public List<Group> groups(String model, String site) {
        return groups.getOrDefault(model, List.of());
    }

    @Override
    public Card card(int device) {
        return Objects.requireNonNull(cards.get(device));
    }

    @Override
    public HostRoom room(int host) {
        return Objects.requireNonNull(rooms.get(host));
    }

    @Override
    public Demand demand() {
        return demand;
    }
}
