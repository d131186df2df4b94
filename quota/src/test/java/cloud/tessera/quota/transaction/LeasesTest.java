package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Ground ground = new Ground();

    private final MovableClock wall = MovableClock.standingAt(Ground.START);
    private final Leases leases = new Leases(ground.transactions, wall);

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void a_second_holder_waits_until_the_lease_ends_by_itself() {
        assertThat(leases.tryHold("bill", "one", MINUTE)).isTrue();
        assertThat(leases.tryHold("bill", "two", MINUTE)).isFalse();
        wall.moveTo(Ground.START.plusSeconds(59));
        assertThat(leases.tryHold("bill", "two", MINUTE)).isFalse();
        wall.moveTo(Ground.START.plusSeconds(60));
        assertThat(leases.tryHold("bill", "two", MINUTE)).isTrue();
        assertThat(leases.tryHold("bill", "one", MINUTE)).isFalse();
    }

    @Test
    void a_holder_prolongs_its_lease() {
        leases.tryHold("prolong", "one", MINUTE);
        wall.moveTo(Ground.START.plusSeconds(50));
        assertThat(leases.tryHold("prolong", "one", MINUTE)).isTrue();
        wall.moveTo(Ground.START.plusSeconds(100));
        assertThat(leases.tryHold("prolong", "two", MINUTE)).isFalse();
    }

    @Test
    void a_lease_that_is_handed_back_is_free_at_once_and_only_its_holder_can_do_that() {
        leases.tryHold("hand", "one", MINUTE);
        leases.release("hand", "two");
        assertThat(leases.tryHold("hand", "two", MINUTE)).isFalse();
        leases.release("hand", "one");
        assertThat(leases.tryHold("hand", "two", MINUTE)).isTrue();
    }

    @Test
    void of_many_that_ask_at_once_one_holds() throws Exception {
        var held = Together.run(16, number -> leases.tryHold("race", "holder " + number, MINUTE));
        assertThat(held).containsOnlyOnce(true);
    }

    @Test
    void the_platforms_clock_does_not_end_a_lease() {
        leases.tryHold("moved", "one", MINUTE);
        ground.clock.moveTo(ground.clock.instant().plus(Duration.ofDays(30)));
        assertThat(leases.tryHold("moved", "two", MINUTE)).isFalse();
    }
}
