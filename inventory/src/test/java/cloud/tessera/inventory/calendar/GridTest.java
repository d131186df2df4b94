package cloud.tessera.inventory.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.grid.Grid;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.HostRoom;
import cloud.tessera.inventory.placement.Openings;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Policies;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import cloud.tessera.inventory.placement.Training;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the grid every search says the same as one that looks at each card and each hour. */
class GridTest {
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3600 * SECOND;
    private static final long NOW = Span.micros(Instant.parse("2026-03-02T10:00:00Z"));
    private static final long HORIZON = Duration.ofDays(30).toHours() * HOUR;
    private static final String SITE = "lab";
    private static final PlacementPolicy FIRST = Policies.named("first-fit").orElseThrow();

    /** A calendar of one pool, with the grid or without. */
    private static final class Pool implements CalendarView {
        private final Map<Integer, Card> cards;
        private final Map<Integer, HostRoom> rooms;
        private final Group group;
        private final @Nullable Grid grid;

        private Pool(Map<Integer, Card> cards, Map<Integer, HostRoom> rooms, Group group, @Nullable Grid grid) {
            this.cards = cards;
            this.rooms = rooms;
            this.group = group;
            this.grid = grid;
        }

        /** Hosts of three cards, whose fabric domains take turns; every fifth host is one by itself. */
        static Pool of(AcceleratorModel model, int hosts, boolean isPrivate, boolean sharedKernel, String floor) {
            return of(
                    model, hosts, isPrivate, sharedKernel, floor, host -> host % 5 == 0 ? null : "fabric-" + host % 2);
        }

        private static Pool of(
                AcceleratorModel model,
                int hosts,
                boolean isPrivate,
                boolean sharedKernel,
                String floor,
                IntFunction<@Nullable String> fabric) {
            Map<Integer, Card> cards = new HashMap<>();
            Map<Integer, HostRoom> rooms = new HashMap<>();
            List<Group.Host> members = new ArrayList<>();
            int slots = model.geometry().slots() + model.geometry().extraSlots();
            for (int host = 1; host <= hosts; host++) {
                List<Integer> devices = List.of(host * 3, host * 3 + 1, host * 3 + 2);
                devices.forEach(device -> cards.put(device, new Card(device, slots, true, List.of())));
                rooms.put(host, new HostRoom(host, 1_000_000, 1_000_000, List.of()));
                members.add(new Group.Host(host, fabric.apply(host), devices));
            }
            Group group = new Group("pool", SITE, isPrivate, sharedKernel, new BigDecimal(floor), members);
            Grid grid = new Grid(Map.of(group, model.geometry()), NOW);
            cards.values().forEach(card -> grid.put(null, card));
            return new Pool(cards, rooms, group, grid);
        }

        Pool plain() {
            return new Pool(cards, rooms, group, null);
        }

        Grid grid() {
            return Objects.requireNonNull(grid);
        }

        void put(Card card) {
            Card before = cards.put(card.device(), card);
            grid().put(before, card);
        }

        void hold(UUID claim, Placement placement, Span span) {
            for (Placement.Piece piece : placement.pieces()) {
                var tile = new Tile(
                        claim,
                        piece.slots().start(),
                        piece.slots().end(),
                        span.from(),
                        span.until(),
                        placement.holder());
                put(card(piece.device()).with(Long.MIN_VALUE, null, List.of(tile)));
            }
        }

        void free(UUID claim) {
            for (Card card : List.copyOf(cards.values())) {
                put(card.with(Long.MIN_VALUE, claim, List.of()));
            }
        }

        @Override
        public List<Group> groups(String model, String site) {
            return List.of(group);
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
        public List<Openings> openings(Group asked, Question question, @Nullable IntToDoubleFunction atLeast) {
            List<Openings> found = grid == null ? null : grid.openings(asked, question, atLeast);
            return found == null ? CalendarView.super.openings(asked, question, atLeast) : found;
        }

        @Override
        public @Nullable Training training(Group asked, Span span) {
            return grid == null ? null : grid.training(asked, span);
        }
    }

    private static Shape shape(AcceleratorModel model, Random random) {
        boolean gang = random.nextBoolean();
        int several = random.nextInt(3) == 0 ? 1 + random.nextInt(7) : 1;
        return switch (model.geometry()) {
            case Geometry.Partitioned partitioned
            when random.nextInt(4) > 0 -> {
                List<Profile> profiles = partitioned.profiles();
                String profile = profiles.get(random.nextInt(profiles.size())).name();
                yield new Shape(model.key(), profile, several, gang, 1, 1);
            }
            case Geometry.Fungible _
            when random.nextInt(4) > 0 ->
                new Shape(model.key(), Shape.THOUSANDTH, 1 + random.nextInt(1000), false, 1, 1);
            case Geometry.Topological topological -> {
                List<Integer> counts = topological.counts().stream()
                        .filter(count -> count <= 24)
                        .toList();
                yield new Shape(model.key(), null, counts.get(random.nextInt(counts.size())), true, 1, 1);
            }
            default -> new Shape(model.key(), null, several, gang, 1, 1);
        };
    }

    private static Question question(AcceleratorModel model, Random random) {
        long start = NOW + random.nextInt(20 * 24) * HOUR;
        long length = (1 + random.nextInt(random.nextBoolean() ? 12 : 200)) * HOUR;
        boolean inference = random.nextInt(4) == 0;
        if (inference) {
            start += random.nextInt(3600) * SECOND;
            length = random.nextInt(1, 40 * 3600) * SECOND;
        }
        long end = inference && random.nextBoolean() ? Span.OPEN : start + length;
        return new Question(
                model,
                shape(model, random),
                new HostShare(1, 1),
                inference ? Workload.INFERENCE : Workload.TRAINING,
                SITE,
                new Span(start, end),
                new UUID(0, random.nextInt(3)),
                Set.of());
    }

    /** Books and frees at random until the calendar is rather full. */
    private static void fill(Pool pool, AcceleratorModel model, Random random, int asks) {
        List<UUID> held = new ArrayList<>();
        for (int i = 0; i < asks; i++) {
            UUID claim = new UUID(1, i);
            Question asked = question(model, random);
            FIRST.place(asked, pool.plain()).ifPresent(placement -> {
                pool.hold(claim, placement, asked.span());
                held.add(claim);
            });
            if (random.nextInt(4) == 0 && !held.isEmpty()) {
                pool.free(held.remove(random.nextInt(held.size())));
            }
        }
    }

    private static Optional<Long> firstHour(Question question, Pool plain, long now, long horizon) {
        if (question.span().until() == Span.OPEN) {
            return Optional.empty();
        }
        long length = question.span().until() - question.span().from();
        long start = Math.ceilDiv(Math.max(now, question.span().from()), HOUR) * HOUR;
        for (; start + length <= horizon; start += HOUR) {
            if (FIRST.place(question.at(new Span(start, start + length)), plain).isPresent()) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> lastHour(Question question, Pool plain, long now) {
        if (question.span().until() == Span.OPEN) {
            return Optional.empty();
        }
        long length = question.span().until() - question.span().from();
        long start = (Math.ceilDiv(question.span().from(), HOUR) - 1) * HOUR;
        for (; start >= now; start -= HOUR) {
            if (FIRST.place(question.at(new Span(start, start + length)), plain).isPresent()) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static void compare(Pool pool, AcceleratorModel model, Random random, long now, int asks) {
        Pool plain = pool.plain();
        StartSearch starts = new StartSearch(FIRST, pool, pool.grid());
        for (int i = 0; i < asks; i++) {
            Question asked = question(model, random);
            for (String name : Policies.names()) {
                PlacementPolicy policy = Policies.named(name).orElseThrow();
                assertThat(policy.place(asked, pool)).as("%s %s", name, asked).isEqualTo(policy.place(asked, plain));
            }
            assertThat(FIRST.count(asked, pool, 50)).as("%s", asked).isEqualTo(FIRST.count(asked, plain, 50));
            assertThat(starts.earliest(asked, now, NOW + HORIZON))
                    .as("%s", asked)
                    .isEqualTo(firstHour(asked, plain, now, NOW + HORIZON));
            assertThat(starts.latestBefore(asked, now)).as("%s", asked).isEqualTo(lastHour(asked, plain, now));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nvidia-h100-80gb",
                "nvidia-a30-24gb",
                "nvidia-rtx-pro-6000-96gb",
                "amd-mi300x-192gb",
                "nvidia-l40s-48gb",
                "google-tpu-v5e"
            })
    void a_search_with_the_grid_says_what_a_search_without_it_says(String key) {
        AcceleratorModel model = Catalogue.shipped().orFungible(key);
        for (int seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            Pool pool = Pool.of(
                    model,
                    4 + random.nextInt(16),
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    random.nextBoolean() ? "0" : "0.4");
            fill(pool, model, random, 150);
            compare(pool, model, random, NOW, 12);
        }
    }

    @Test
    void where_the_first_thousands_of_cards_have_no_room_after_all_the_others_are_looked_at() {
        AcceleratorModel model = Catalogue.shipped().orFungible("nvidia-h100-80gb");
        for (String fabric : List.of("one", "turns")) {
            Pool pool = Pool.of(
                    model, 1_500, false, false, "0", host -> "one".equals(fabric) ? fabric : "fabric-" + host % 2);
            // Health is not in the grid, so that it names them all. One card is sound.
            for (int device = 3; device < 3 * 1_500 + 2; device++) {
                pool.put(new Card(device, pool.card(device).slots(), false, List.of()));
            }
            for (Shape shape : List.of(Shape.cards(model.key(), 1), Shape.partitions(model.key(), "3g.40gb", 1))) {
                Question asked = new Question(
                        model,
                        shape,
                        new HostShare(1, 1),
                        Workload.TRAINING,
                        SITE,
                        new Span(NOW, NOW + 100 * HOUR),
                        new UUID(0, 9),
                        Set.of());
                for (String name : Policies.names()) {
                    PlacementPolicy policy = Policies.named(name).orElseThrow();
                    assertThat(policy.place(asked, pool))
                            .as("%s %s", name, asked)
                            .isPresent();
                    assertThat(policy.place(asked, pool)).isEqualTo(policy.place(asked, pool.plain()));
                }
                assertThat(FIRST.count(asked, pool, 50)).isEqualTo(FIRST.count(asked, pool.plain(), 50));
            }
        }
    }

    @Test
    void hours_pass_and_later_ones_are_known() {
        AcceleratorModel model = Catalogue.shipped().orFungible("nvidia-h100-80gb");
        Random random = new Random(5);
        Pool pool = Pool.of(model, 6, false, false, "0");
        for (int days : List.of(0, 1, 50, 95, 400)) {
            fill(pool, model, random, 60);
            long now = NOW + days * 24 * HOUR;
            pool.grid().roll(now, pool::card);
            compare(pool, model, random, NOW, 10);
        }
    }

    @Test
    void a_place_that_is_free_before_and_after_a_change_is_seen_meanwhile() throws Exception {
        AcceleratorModel model = Catalogue.shipped().orFungible("nvidia-h100-80gb");
        Pool pool = Pool.of(model, 1, false, false, "0");
        Card empty = pool.card(3);
        UUID claim = new UUID(0, 1);
        // Slots 4 to 7 come and go on each card; slots 0 to 3 are free throughout.
        Question asked = new Question(
                model,
                Shape.partitions(model.key(), "4g.40gb", 3),
                new HostShare(1, 1),
                Workload.TRAINING,
                SITE,
                new Span(NOW, NOW + 100 * HOUR),
                new UUID(0, 9),
                Set.of());
        var done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Boolean> reader = threads.submit(() -> {
                boolean always = true;
                while (!done.get()) {
                    always &= pool.openings(pool.group, asked, null).size() == 1;
                }
                return always;
            });
            Random random = new Random(1);
            for (int i = 0; i < 3_000; i++) {
                int device = 3 + random.nextInt(3);
                long from = NOW + random.nextInt(90) * HOUR + random.nextInt(3600) * SECOND;
                var tile = new Tile(claim, 4, 8, from, from + (1 + random.nextInt(200)) * HOUR, null);
                pool.put(new Card(device, empty.slots(), true, random.nextInt(5) == 0 ? List.of() : List.of(tile)));
            }
            done.set(true);
            assertThat(reader.get()).isTrue();
        }
    }
}
