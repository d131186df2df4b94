package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.SLICE;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Four H100 cards; one slice on each of two of them, so that three whole cards are free only if one slice goes to the other. */
abstract class SlicesApart {
    static final Shape ONE = Shape.partitions(H100, SLICE, 1);
    static final Shape THREE_CARDS = Shape.cards(H100, 3);

    World world;
    World.Customer ada;
    World.Customer bob;

    @BeforeEach
    void open() {
        world = new World();
        ada = world.customer("ada");
        bob = world.customer("bob");
    }

    @AfterEach
    void close() {
        world.close();
    }

    Allocation start(Shape shape, Kind kind) {
        return world.start(ada, shape, "paris", kind).orThrow();
    }

    /** The last of two slices on cards of their own: what fills up the first card before it is given back. */
    Allocation apart(Kind kind) {
        start(ONE, Kind.PLAIN);
        Allocation rest = start(Shape.partitions(H100, SLICE, 6), Kind.PLAIN);
        Allocation last = start(ONE, kind);
        world.allocations.release(ada.caller(), rest.id()).orThrow();
        world.liveFor(Duration.ofMinutes(10));
        return now(last);
    }

    Allocation now(Allocation it) {
        return world.allocations.get(ada.caller(), it.id());
    }

    List<Integer> devices(Allocation it) {
        return world.allocations.placement(ada.caller(), it.id()).stream()
                .map(Granted::device)
                .toList();
    }

    /** All that was metered of one by now, up to the last whole five minutes. */
    long seconds(Allocation it) {
        world.life.meter(world.job);
        return world.metering.of(ada.caller(), it.id().value()).stream()
                .mapToLong(reading -> reading.seconds() * reading.quantity())
                .sum();
    }

    long relocations() {
        return world.count("select count(*) from inventory.relocation");
    }

    /** Two processes ask at once for three cards, and one of them is given them. */
    void oneOfTwoHolds(TimeWindow window) throws Exception {
        try (World other = world.replica();
                var threads = Executors.newFixedThreadPool(2)) {
            CountDownLatch go = new CountDownLatch(1);
            Future<Outcome<Reservation>> here = threads.submit(() -> {
                go.await();
                return world.hold(bob, THREE_CARDS, "paris", window);
            });
            Future<Outcome<Reservation>> there = threads.submit(() -> {
                go.await();
                return other.hold(bob, THREE_CARDS, "paris", window);
            });
            go.countDown();
            assertThat(List.of(here.get(), there.get()))
                    .filteredOn(Outcome.Done.class::isInstance)
                    .hasSize(1);
        }
        assertThat(relocations()).isEqualTo(1);
        assertThat(world.overlaps()).isZero();
    }
}
