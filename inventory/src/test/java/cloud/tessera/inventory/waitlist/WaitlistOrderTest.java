package cloud.tessera.inventory.waitlist;

import static cloud.tessera.inventory.World.A100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paris is full for ten hours, and organizations wait for it with as many entries as they may have. */
class WaitlistOrderTest {
    private static final Shape ALL = Shape.cards(A100, 2);
    private static final TimeWindow FULL = World.hours(100, 10);
    private static final TimeWindow FREE = World.hours(200, 10);

    private World world;

    @BeforeEach
    void fill() {
        world = new World();
        world.book(world.customer("holds-all"), ALL, "paris", FULL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private WaitlistEntry join(World.Customer who, TimeWindow within) {
        var wait = new Wait(
                who.project().id(),
                ALL,
                List.of("paris"),
                within,
                10,
                null,
                Wait.Mode.BOOK,
                "later",
                ScriptedEngine.IMAGE);
        return world.waitlist.join(who.caller(), wait).orThrow();
    }

    /** An organization with so many entries that cannot be served. */
    private World.Customer waitsInVain(String slug, int entries) {
        World.Customer who = world.customer(slug);
        WaitlistEntry first = join(who, FULL);
        world.transactions.run(
                world.job, tx -> tx.sql().execute("""
                                insert into inventory.waitlist_entry (id, organization_id, project_id, payer_id, name, image, model,
                                  quantity, gang, cpu_milli, memory_mib, sites, earliest_start, latest_end, hours, currency, mode,
                                  state, created_by, created_at)
                                select gen_random_uuid(), organization_id, project_id, payer_id, name, image, model, quantity, gang,
                                  cpu_milli, memory_mib, sites, earliest_start, latest_end, hours, currency, mode, state, created_by,
                                  created_at
                                from inventory.waitlist_entry, generate_series(2, ?) where id = ?""", entries, first.id().value()));
        return who;
    }

    private List<WaitlistEntryId> firstOf(int most) {
        return world.transactions.run(world.job, tx -> WaitlistStore.waiting(tx, most)).stream()
                .map(each -> each.entry().id())
                .toList();
    }

    private WaitlistEntry.State state(World.Customer who, WaitlistEntry entry) {
        return world.waitlist.get(who.caller(), entry.id()).state();
    }

    @Test
    void five_hundred_entries_that_cannot_be_served_hide_nobody() {
        for (int i = 0; i < 5; i++) {
            waitsInVain("in-vain-" + i, 101);
        }
        world.clock.moveTo(World.START.plus(Duration.ofMinutes(1)));
        World.Customer modest = world.customer("modest");
        WaitlistEntry entry = join(modest, FREE);

        assertThat(world.waitlistTurns.serve(world.job)).isOne();

        assertThat(state(modest, entry)).isEqualTo(WaitlistEntry.State.BOOKED);
    }

    @Test
    void those_of_one_payer_are_all_looked_at_in_time_and_the_only_one_of_another_always() {
        waitsInVain("many", 7);
        waitsInVain("others", 7);
        world.clock.moveTo(World.START.plus(Duration.ofMinutes(1)));
        World.Customer modest = world.customer("modest");
        WaitlistEntry only = join(modest, FULL);

        Set<WaitlistEntryId> seen = new HashSet<>();
        for (int round = 0; round < 7; round++) {
            List<WaitlistEntryId> first = firstOf(3);
            assertThat(first).as("one of each").contains(only.id());
            seen.addAll(first);
            world.clock.moveTo(world.clock.instant().plusSeconds(10));
            world.transactions.run(world.job, tx -> WaitlistStore.looked(tx, first));
        }
        assertThat(seen).hasSize(15);
    }
}
