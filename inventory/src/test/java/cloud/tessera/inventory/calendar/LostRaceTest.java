package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.World.A100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a process with an old index does to a claim that it moves. */
class LostRaceTest {
    private World world;

    @BeforeEach
    void prepare() {
        world = new World();
        world.importFleet(World.SMALL_FLEET.replace(
                "\"par-a100-{nn}\", count: 1, pool: paris-pool", "\"par-a100-{nn}\", count: 2, pool: paris-pool"));
        world.calendar.catchUp(world.job);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_move_that_loses_its_first_place_keeps_the_past_of_the_claim() {
        World.Customer ada = world.customer("ada");
        Shape card = Shape.cards(A100, 1);
        Reservation running = world.book(ada, card, "paris", World.hours(1, 10));
        world.liveTo(World.START.plus(Duration.ofHours(3)));
        int host = (int) world.count("""
                select d.host from inventory.occupancy o join inventory.device d on d.id = o.device_id
                where o.claim_id = ?""", running.id().value());
        String before = past(running);
        try (World replica = world.replica()) {
            replica.book(ada, card, "paris", World.hours(4, 6)); // the other card of that host
            replica.book(ada, card, "paris", World.hours(4, 6)); // and the one to which this process would move
        }

        assertThat(world.life.failHost(world.operator, host).orThrow().healed()).isEqualTo(1);
        assertThat(past(running)).startsWith(before);
        assertThat(world.overlaps()).isZero();
    }

    /** The cards that a claim has held until now, with the beginning of each. */
    private String past(Reservation it) {
        return world.transactions.run(
                world.job,
                tx -> tx.sql()
                        .fetchSingle("""
                        select coalesce(string_agg(device_id || ' from ' || lower(during), ', ' order by lower(during)), '')
                        from inventory.occupancy where claim_id = ? and lower(during) <= ?::timestamptz""", it.id().value(), world.clock.instant().toString())
                        .get(0, String.class));
    }
}
