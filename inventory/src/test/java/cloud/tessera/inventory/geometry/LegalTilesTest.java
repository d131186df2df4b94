package cloud.tessera.inventory.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the database takes as a tile and what it refuses, on one card of each model of the catalogue and of no catalogue. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LegalTilesTest {
    private static final String UNKNOWN = "G2";
    /** Of each model, how many illegal neighbours are tried. */
    private static final int NEIGHBOURS = 8;

    private final Catalogue catalogue = Catalogue.shipped();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, Integer> cards = new HashMap<>();
    private World world;

    /** A layout of one card: the tiles that lie on it at the same time. */
    private record Tiles(int card, List<SlotRange> ranges) {}

    @BeforeAll
    void one_card_of_each_model() {
        world = new World();
        StringBuilder hosts = new StringBuilder();
        for (String model : models()) {
            hosts.append(
                    "  - {name: \"every-%s\", count: 1, pool: paris-pool, cpu: 900, memory_gib: 900, devices: [{model: %s, count: 1}]}%n"
                            .formatted(model.toLowerCase(Locale.ROOT), model));
        }
        world.importFleet(World.SMALL_FLEET + hosts);
        world.transactions
                .run(
                        world.job,
                        tx -> tx.sql()
                                .fetch(
                                        "select d.model, d.id from inventory.device d join inventory.host h on h.id = d.host"
                                                + " where h.name like 'every-%'"))
                .forEach(row -> cards.put(row.get("model", String.class), row.get("id", Integer.class)));
    }

    @AfterAll
    void close() {
        world.close();
    }

    private List<String> models() {
        List<String> models = new ArrayList<>(
                catalogue.all().stream().map(AcceleratorModel::key).toList());
        models.add(UNKNOWN);
        return models;
    }

    @Test
    void every_maximal_layout_of_every_card_is_taken() {
        for (String model : models()) {
            List<Tiles> layouts = layouts(model);
            assertThat(layouts).as(model).isNotEmpty();
            insert(layouts);
        }
        assertThat(world.overlaps()).isZero();
    }

    private List<Tiles> layouts(String model) {
        int card = card(model);
        return switch (catalogue.orFungible(model).geometry()) {
            case Geometry.Partitioned geometry ->
                Layouts.maximal(geometry, p -> true).stream()
                        .map(layout -> new Tiles(
                                card,
                                layout.stream()
                                        .flatMap(piece -> piece.profile().ranges(piece.start()).stream())
                                        .toList()))
                        .toList();
            case Geometry.Fungible _ ->
                List.of(divided(card, 1), divided(card, 2), divided(card, 7), divided(card, 40));
            case Geometry.Topological _ -> List.of(new Tiles(card, List.of(new SlotRange(0, 1))));
        };
    }

    /** A card that is divided freely, all of it taken by so many tiles of any size. */
    private Tiles divided(int card, int parts) {
        List<Integer> cuts = random.ints(1, Geometry.Fungible.PARTS)
                .distinct()
                .limit(parts - 1L)
                .sorted()
                .boxed()
                .toList();
        List<SlotRange> ranges = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            ranges.add(new SlotRange(from, cut));
            from = cut;
        }
        ranges.add(new SlotRange(from, Geometry.Fungible.PARTS));
        return new Tiles(card, ranges);
    }

    @Test
    void the_illegal_neighbours_of_every_layout_are_refused() {
        for (String model : models()) {
            Geometry geometry = catalogue.orFungible(model).geometry();
            Set<SlotRange> legal = geometry.legalTiles();
            List<Tiles> layouts = layouts(model);
            int refused = 0;
            for (int tries = 0; refused < NEIGHBOURS && tries < 200; tries++) {
                List<SlotRange> ranges =
                        layouts.get(random.nextInt(layouts.size())).ranges();
                SlotRange range = ranges.get(random.nextInt(ranges.size()));
                int start = Math.max(0, range.start() + random.nextInt(3) - 1);
                SlotRange other = new SlotRange(start, Math.max(start + 1, range.end() + random.nextInt(3) - 1));
                boolean within = other.end() <= geometry.slots() + geometry.extraSlots();
                if (!within || !(geometry instanceof Geometry.Fungible || legal.contains(other))) {
                    assertRefused(new Tiles(card(model), List.of(other)));
                    refused++;
                }
            }
            assertThat(refused).as(model).isEqualTo(NEIGHBOURS);
        }
    }

    @Test
    void one_illegal_tile_refuses_the_statement_that_it_is_in() {
        int card = card(World.A100);
        assertRefused(new Tiles(card, List.of(new SlotRange(0, 1), new SlotRange(1, 3))));
    }

    @Test
    void a_tile_never_moves_on_its_card() {
        int card = card(World.L40S);
        assertThatThrownBy(() -> world.transactions.run(
                        world.job,
                        tx -> tx.sql()
                                .execute(
                                        "update inventory.occupancy set slots = int4range(3, 5) where device_id = ?",
                                        card)))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void a_start_of_another_build_brings_its_geometry() {
        String model = World.H100;
        run("delete from inventory.legal_tile where model = ?", model);
        insert(List.of(new Tiles(card(model), List.of(new SlotRange(1, 3))))); // nobody has told the rules yet
        run("insert into inventory.legal_tile (model, slots) values (?, int4range(1, 3))", model);

        world.life.reconcile(world.job);

        assertRefused(new Tiles(card(model), List.of(new SlotRange(1, 3))));
        insert(List.of(new Tiles(card(model), List.of(new SlotRange(4, 8)))));
    }

    private void run(String sql, Object... bindings) {
        world.transactions.run(world.job, tx -> tx.sql().execute(sql, bindings));
    }

    private void assertRefused(Tiles tiles) {
        assertThatThrownBy(() -> insert(List.of(tiles)))
                .as(tiles.toString())
                .hasStackTraceContaining("are no place of its model");
    }

    private long hour;

    /** All in one statement; each layout in an hour of its own. */
    private void insert(List<Tiles> layouts) {
        List<Integer> devices = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        List<Long> hours = new ArrayList<>();
        for (Tiles layout : layouts) {
            hour++;
            for (SlotRange range : layout.ranges()) {
                devices.add(layout.card());
                starts.add(range.start());
                ends.add(range.end());
                hours.add(hour);
            }
        }
        run(
                """
                insert into inventory.occupancy (claim_id, device_id, slots, during)
                select ?::uuid, device, int4range(first, past), tstzrange(at, at + interval '1 hour')
                from unnest(?::int[], ?::int[], ?::int[], ?::bigint[]) as t (device, first, past, hour),
                  lateral (select timestamptz '2026-03-02T10:00Z' + hour * interval '1 hour' as at) as l""",
                UUID.randomUUID(),
                devices.toArray(Integer[]::new),
                starts.toArray(Integer[]::new),
                ends.toArray(Integer[]::new),
                hours.toArray(Long[]::new));
    }

    private int card(String model) {
        return Objects.requireNonNull(cards.get(model));
    }
}
