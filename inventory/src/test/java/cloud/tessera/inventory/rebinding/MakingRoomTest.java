package cloud.tessera.inventory.rebinding;

import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.hours;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.FloatingNotice;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts of two H100 in Paris; a gang of two lies in one of them. */
class MakingRoomTest {
    private static final Shape CARD = Shape.cards(H100, 1);
    private static final Shape GANG = new Shape(H100, null, 2, true, 0, 0);

    private World world;
    private World.Customer ada;
    private World.Customer bob;
    private Reservation late;
    private Reservation early;

    /** On each host one card is booked, one of them from the 12th hour to the 22nd and one from the 15th to the 25th. */
    @BeforeEach
    void book() {
        world = new World();
        ada = world.customer("ada");
        bob = world.customer("bob");
        Reservation gang = world.hold(ada, GANG, "paris", hours(10, 10)).orThrow();
        late = world.book(ada, CARD, "paris", hours(15, 10));
        world.reservations.cancel(ada.caller(), gang.id(), null, null).orThrow();
        early = world.book(ada, CARD, "paris", hours(12, 10));
        assertThat(hosts()).isEqualTo(2);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private long hosts() {
        return world.count(
                "select count(distinct d.host) from inventory.occupancy o join inventory.device d on d.id = o.device_id where o.claim_id in (?, ?)",
                early.id().value(),
                late.id().value());
    }

    private List<String> details(Reservation of) {
        return world.reservations.timeline(ada.caller(), of.id()).stream()
                .map(ClaimEvent::detail)
                .filter(detail -> detail != null && detail.startsWith("It will run on other cards"))
                .toList();
    }

    private long told() {
        return world.count("select count(*) from quota.outbox where topic = 'reservation.rebound'");
    }

    @Test
    void a_gang_is_admitted_where_what_has_not_started_can_lie_elsewhere() {
        Reservation gang = world.book(bob, GANG, "paris", hours(14, 10));

        assertThat(hosts()).as("both lie on one host now").isEqualTo(1);
        assertThat(details(early).size() + details(late).size()).isEqualTo(1);
        assertThat(told()).isEqualTo(1);
        assertThat(world.overlaps()).isZero();
        world.liveTo(World.START.plus(Duration.ofHours(16)));
        for (Reservation each : List.of(early, late)) {
            assertThat(world.reservations.get(ada.caller(), each.id()).state())
                    .isInstanceOf(ReservationState.Active.class);
            assertThat(world.engine.runs(each.id().value())).isTrue();
        }
        assertThat(world.reservations.get(bob.caller(), gang.id()).state()).isInstanceOf(ReservationState.Active.class);
    }

    private WaitlistEntry waits(TimeWindow within) {
        var wait = new Wait(
                bob.project().id(),
                GANG,
                List.of("paris"),
                within,
                10,
                null,
                Wait.Mode.BOOK,
                "later",
                ScriptedEngine.IMAGE);
        return world.waitlist.join(bob.caller(), wait).orThrow();
    }

    @Test
    void who_waits_is_given_the_room_that_a_booking_would_make() {
        WaitlistEntry fixed = waits(hours(14, 10));

        assertThat(world.waitlistTurns.serve(world.job)).isOne();

        WaitlistEntry served = world.waitlist.get(bob.caller(), fixed.id());
        assertThat(served.state()).isEqualTo(WaitlistEntry.State.BOOKED);
        assertThat(hosts()).as("both lie on one host now").isEqualTo(1);
        assertThat(told()).isEqualTo(1);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void who_waits_may_begin_where_room_can_be_made() {
        WaitlistEntry flexible = waits(hours(3, 21));

        assertThat(world.waitlistTurns.serve(world.job)).isOne();

        WaitlistEntry served = world.waitlist.get(bob.caller(), flexible.id());
        assertThat(served.state()).isEqualTo(WaitlistEntry.State.BOOKED);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void what_has_started_stays_and_the_gang_is_refused() {
        world.liveTo(World.START.plus(Duration.ofHours(15)).plusSeconds(60));
        assertThat(refusal(world.hold(bob, GANG, "paris", hours(16, 5))).code()).isEqualTo("capacity_exhausted");
        assertThat(hosts()).isEqualTo(2);
        assertThat(told()).isZero();
    }

    @Test
    void a_crash_before_the_commit_leaves_everything_where_it_was() {
        var room = new MakingRoom(
                world.calendar,
                world.organizations,
                world.audit,
                new Preemptions(world.calendar, world.organizations, world.audit, FloatingNotice.USUAL));
        Question gang = world.calendar
                .search(world.job)
                .question(
                        GANG,
                        Workload.TRAINING,
                        "paris",
                        hours(14, 10).start(),
                        hours(14, 10).end(),
                        bob.organization().holder());
        assertThatThrownBy(() -> {
                    try (Proposals proposals = world.calendar.proposals(world.job)) {
                        world.transactions.run(world.job, tx -> {
                            assertThat(room.makeRoom(tx, proposals, new UUID(0, 9), gang))
                                    .isPresent();
                            throw new IllegalStateException("crash");
                        });
                    }
                })
                .hasMessage("crash");

        assertThat(hosts()).isEqualTo(2);
        assertThat(told()).isZero();
        world.book(bob, GANG, "paris", hours(14, 10));
        assertThat(hosts()).isEqualTo(1);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void of_two_who_ask_at_once_in_two_processes_one_is_admitted() throws Exception {
        World other = world.replica();
        other.calendar.search(other.job);
        CountDownLatch go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<Outcome<Reservation>> here = threads.submit(() -> {
                go.await();
                return world.hold(bob, GANG, "paris", hours(14, 10));
            });
            Future<Outcome<Reservation>> there = threads.submit(() -> {
                go.await();
                return other.hold(bob, GANG, "paris", hours(14, 10));
            });
            go.countDown();
            assertThat(List.of(here.get(), there.get()))
                    .filteredOn(Outcome.Done.class::isInstance)
                    .hasSize(1);
        } finally {
            other.close();
        }
        assertThat(hosts()).isEqualTo(1);
        assertThat(told()).isEqualTo(1);
        assertThat(world.overlaps()).isZero();
    }
}
