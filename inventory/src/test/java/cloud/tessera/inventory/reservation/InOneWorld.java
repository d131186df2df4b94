package cloud.tessera.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One world for all tests of a class: each begins when what the others have booked is over, with customers of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InOneWorld {
    World world;
    World.Customer ada;
    World.Customer bob;
    World.Customer cleo;
    /** When the test begins. */
    Instant start = World.START;

    private final int apart;
    /** How many tests have begun. */
    int tests;

    /** @param apart hours from the begin of a test to that of the next; none books beyond */
    InOneWorld(int apart) {
        this.apart = apart;
    }

    @BeforeAll
    void open() {
        world = new World();
    }

    @BeforeEach
    void prepare() {
        start = World.START.plus(Duration.ofHours((long) apart * tests++));
        world.liveTo(start);
        ada = world.customer("ada-" + tests);
        bob = world.customer("bob-" + tests);
        cleo = world.customer("cleo-" + tests);
    }

    @AfterEach
    void balanced() {
        assertThat(world.count("select coalesce(sum(amount_minor), 0) from billing.ledger_entry"))
                .isZero();
        assertThat(world.overlaps()).isZero();
    }

    @AfterAll
    void close() {
        world.close();
    }

    /** A window that begins some hours after the test. */
    TimeWindow hours(int from, int length) {
        Instant first = start.plus(Duration.ofHours(from));
        return new TimeWindow(first, first.plus(Duration.ofHours(length)));
    }
}
