package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.World.A100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Tile;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.term.Outcome;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three processes on one database, each with an index that knows nothing of what the others have booked. */
class ThreeReplicasTest {
    private static final int SLICES_OF_MILAN = 14;

    @Test
    void stale_replicas_book_to_the_last_slice_and_no_further_and_agree_in_the_end() throws Exception {
        try (World first = new World();
                World second = first.replica();
                World third = first.replica()) {
            List<World> replicas = List.of(first, second, third);
            replicas.forEach(each -> each.calendar.search(each.job));
            List<World.Customer> customers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                customers.add(first.customer("replicated-" + i));
            }

            List<Outcome<Reservation>> outcomes = atOnce(replicas, customers, 60);

            assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(SLICES_OF_MILAN);
            assertThat(outcomes.stream()
                            .filter(Outcome.No.class::isInstance)
                            .map(no -> World.refusal(no).code()))
                    .containsOnly("capacity_exhausted");
            assertThat(first.overlaps()).isZero();
            for (String table : List.of(
                    "quota.claim",
                    "billing.commitment",
                    "inventory.reservation",
                    "inventory.host_use",
                    "inventory.offer")) {
                assertThat(first.count("select count(*) from " + table))
                        .as(table)
                        .isEqualTo(SLICES_OF_MILAN);
            }
            assertThat(first.count("select count(*) from quota.outbox where topic = 'reservation.held'"))
                    .isEqualTo(SLICES_OF_MILAN);
            assertThat(first.count("select count(*) from quota.audit_entry where action = 'reservation.held'"
                            + " and actor_kind = 'member'"))
                    .isEqualTo(SLICES_OF_MILAN);
            try (World fresh = first.replica()) {
                replicas.forEach(each -> assertThat(tiles(each)).isEqualTo(tiles(fresh)));
            }
        }
    }

    @Test
    @Timeout(60)
    void what_one_replica_commits_the_others_soon_know_also_after_a_lost_connection() throws Exception {
        try (World first = new World();
                World second = first.replica();
                World third = first.replica();
                var _ = second.calendar.follow(second.job);
                var ended = third.calendar.follow(third.job)) {
            World.Customer customer = first.customer("followed");
            ended.close();
            third.calendar.search(third.job);

            book(first, customer);
            awaitTiles(second, 1);
            book(first, customer);
            awaitTiles(second, 2);

            assertThat(cutOff(first)).isPositive();
            book(first, customer);
            awaitTiles(second, 3);
            // Who does not listen any more learns it from the job.
            assertThat(known(third)).isZero();
            third.calendar.catchUp(third.job);
            assertThat(known(third)).isEqualTo(3);
        }
    }

    private static void book(World world, World.Customer customer) {
        world.hold(customer, Shape.partitions(A100, World.SLICE, 1), "milan", World.hours(100, 2))
                .orThrow();
    }

    /** Ends the connections that listen, as a restart of the database does. */
    private static long cutOff(World world) throws Exception {
        var owner = world.database.application();
        try (var connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var sql = connection.createStatement();
                var ended = sql.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where datname = current_database() and query like 'listen %'")) {
            ended.next();
            return ended.getLong(1);
        }
    }

    private static void awaitTiles(World world, int number) {
        while (known(world) < number) {
            Thread.onSpinWait();
        }
    }

    /** How many tiles an index knows of, without a look at the database. */
    private static int known(World world) {
        var view = world.calendar.search(world.job).view();
        int tiles = 0;
        for (int device = 1; device <= 20; device++) {
            tiles += view.card(device).tiles().size();
        }
        return tiles;
    }

    private static List<Outcome<Reservation>> atOnce(List<World> replicas, List<World.Customer> customers, int calls)
            throws Exception {
        Shape slice = Shape.partitions(A100, World.SLICE, 1);
        CountDownLatch go = new CountDownLatch(1);
        List<Outcome<Reservation>> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome<Reservation>>> futures = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                World here = replicas.get(i % replicas.size());
                World.Customer customer = customers.get(i % customers.size());
                futures.add(threads.submit(() -> {
                    go.await();
                    return here.hold(customer, slice, "milan", World.hours(100, 2));
                }));
            }
            go.countDown();
            for (Future<Outcome<Reservation>> future : futures) {
                outcomes.add(future.get());
            }
        }
        return outcomes;
    }

    /** What an index knows of every card, once it has caught up. */
    private static List<List<Tile>> tiles(World world) {
        world.calendar.catchUp(world.job);
        var view = world.calendar.search(world.job).view();
        List<List<Tile>> all = new ArrayList<>();
        long devices = world.count("select max(id) from inventory.device");
        for (int device = 1; device <= devices; device++) {
            all.add(view.card(device).tiles());
        }
        return all;
    }
}
