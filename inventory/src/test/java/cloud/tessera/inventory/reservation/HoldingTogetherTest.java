package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.SLICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions.Call;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Groups of holds, put together by hand, and what is left of them made one by one as the facade does it. */
class HoldingTogetherTest {
    private static final Shape ONE = Shape.partitions(A100, SLICE, 1);

    private static final List<String> WRITTEN = List.of(
            "inventory.reservation",
            "inventory.host_use",
            "inventory.offer",
            "inventory.claim_event",
            "quota.claim",
            "quota.idempotency_key",
            "billing.commitment",
            "billing.quote",
            "quota.audit_entry where action = 'reservation.held'",
            "quota.outbox where topic = 'reservation.held'");

    private static final World world = new World();
    private static final HoldingTogether together = new HoldingTogether(
            world.transactions, world.offers, world.calendar, world.admission, world.engine, new Notes(world.audit));
    private static int tests;

    private final TimeWindow window = World.hours(100 + 10 * ++tests, 2);
    private final World.Customer acme = world.customer("acme-" + tests);
    private final World.Customer other = world.customer("other-" + tests);
    private final Map<String, Long> before = counts();

    @AfterAll
    static void close() {
        world.close();
    }

    private static Map<String, Long> counts() {
        return WRITTEN.stream()
                .collect(Collectors.toMap(table -> table, table -> world.count("select count(*) from " + table)));
    }

    /** Whatever a booking writes, as often as there are new reservations. */
    private void assertWhole(long reservations) {
        counts().forEach((table, count) ->
                assertThat(count - before.getOrDefault(table, 0L)).as(table).isEqualTo(reservations));
        assertThat(world.overlaps()).isZero();
    }

    private Call call(World.Customer customer, String key, Shape shape, String name) {
        return call(customer, key, new AskOffer(customer.project().id(), shape, "paris", window), name);
    }

    private static Call call(World.Customer customer, String key, AskOffer ask, String name) {
        return new Call(
                customer.with(key),
                new HoldDirectly(ask, name, ScriptedEngine.IMAGE),
                new ReservationId(world.transactions.newId(world.job)).text());
    }

    private List<Call> calls(World.Customer customer, Shape shape, int number) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            calls.add(call(customer, "key-" + calls.size(), shape, "work"));
        }
        return calls;
    }

    private Outcome<Reservation> alone(Call call) {
        return world.reservations.hold(call.caller(), (HoldDirectly) call.body());
    }

    private List<Outcome<Reservation>> all(List<Call> calls) {
        Map<Call, Outcome<Reservation>> made = together.hold(calls);
        return calls.stream()
                .map(call -> Optional.ofNullable(made.get(call)).orElseGet(() -> alone(call)))
                .toList();
    }

    private static long made(List<Outcome<Reservation>> outcomes) {
        return outcomes.stream().filter(Outcome.Done.class::isInstance).count();
    }

    private static List<String> refusals(List<Outcome<Reservation>> outcomes) {
        return outcomes.stream()
                .filter(Outcome.No.class::isInstance)
                .map(no -> World.refusal(no).code())
                .distinct()
                .toList();
    }

    @Test
    void a_group_is_booked_whole_and_each_by_who_asked_for_it() {
        List<Call> calls = List.of(
                call(acme, "a", ONE, "first"),
                call(other, "a", ONE, "second"),
                call(acme, "b", Shape.partitions(A100, SLICE, 3), "third"));

        Map<Call, Outcome<Reservation>> made = together.hold(calls);

        assertThat(made).hasSize(3);
        for (Call call : calls) {
            Reservation each = Objects.requireNonNull(made.get(call)).orThrow();
            Reservation found = world.reservations.get(call.caller(), each.id());
            assertThat(found).isEqualTo(each);
            assertThat(found.organization()).isEqualTo(call.caller().requireOrganization());
            assertThat(world.reservations.placement(call.caller(), found.id()))
                    .hasSize(found.shape().quantity());
        }
        assertWhole(3);
    }

    @Test
    void of_64_in_a_group_against_a_limit_that_leaves_10_exactly_10_are_booked() {
        Shape thousandth = Shape.thousandths(World.L40S, 10);
        world.limits
                .set(
                        world.operator,
                        acme.project().id(),
                        ResourceClass.everyOther(Workload.TRAINING),
                        CardEquivalents.fraction(100, 1000, 1))
                .orThrow();

        List<Outcome<Reservation>> outcomes = all(calls(acme, thousandth, 64));

        assertThat(made(outcomes)).isEqualTo(10);
        assertThat(refusals(outcomes)).containsExactly("quota_exceeded");
        assertWhole(10);
    }

    @Test
    void of_a_group_of_which_the_payer_may_owe_10_exactly_10_are_booked() {
        Shape thousandth = Shape.thousandths(World.L40S, 10); // 2 cents for two hours
        world.exposure
                .setLimit(world.operator, acme.organization().id(), Money.of("0.20", "EUR"))
                .orThrow();

        List<Outcome<Reservation>> outcomes = all(calls(acme, thousandth, 20));

        assertThat(made(outcomes)).isEqualTo(10);
        assertThat(refusals(outcomes)).containsExactly("exposure_reached");
        assertWhole(10);
    }

    @Test
    void of_a_group_for_which_there_are_14_places_14_are_booked() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.addAll(calls(world.customer("customer-" + tests + "-" + i), ONE, 4));
        }

        List<Outcome<Reservation>> outcomes = all(calls);

        assertThat(made(outcomes)).isEqualTo(14);
        assertThat(refusals(outcomes)).containsExactly("capacity_exhausted");
        assertWhole(14);
    }

    @Test
    void a_call_repeated_in_a_group_and_after_it_is_booked_once() {
        Call one = call(acme, "once", ONE, "work");
        Call again = call(acme, "once", ONE, "work");
        Call another = call(acme, "once", ONE, "other work");

        List<Outcome<Reservation>> outcomes = all(List.of(one, again, another, call(acme, "else", ONE, "work")));

        Reservation made = outcomes.getFirst().orThrow();
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Done<>(made, true));
        assertThat(World.refusal(outcomes.get(2)).code()).isEqualTo("idempotency_key_reused");
        assertThat(together.hold(List.of(again))).isEmpty();
        assertThat(alone(again)).isEqualTo(new Outcome.Done<>(made, true));
        assertWhole(2);
    }

    @Test
    void when_the_database_refuses_a_row_the_others_are_booked_and_the_culprit_is_not() throws Exception {
        var owner = world.database.owner();
        try (var connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var sql = connection.createStatement()) {
            sql.execute("alter table inventory.reservation add check (name <> 'culprit')");
        }
        Call culprit = call(acme, "culprit", ONE, "culprit");
        List<Call> others = List.of(call(acme, "before", ONE, "work"), call(acme, "after", ONE, "work"));

        assertThat(together.hold(List.of(others.getFirst(), culprit, others.getLast())))
                .isEmpty();

        assertWhole(0);
        assertThatThrownBy(() -> alone(culprit)).isInstanceOf(DataAccessException.class);
        assertThat(made(all(others))).isEqualTo(2);
        assertWhole(2);
    }

    @Test
    void who_must_be_refused_is_left_to_a_booking_of_its_own() {
        World.Customer unverified = world.customer("unverified", Terms.INVOICED, false);
        Call past = call(acme, "past", new AskOffer(acme.project().id(), ONE, "paris", World.hours(-5, 2)), "work");
        Call foreign = call(acme, "foreign", new AskOffer(other.project().id(), ONE, "paris", window), "work");
        List<Call> calls = List.of(
                past,
                foreign,
                call(unverified, "1", ONE, "work"),
                call(unverified, "2", ONE, "work"),
                call(acme, "sound", Shape.cards(H100, 1), "work"));

        List<Outcome<Reservation>> outcomes = all(calls);

        assertThat(refusals(outcomes)).containsExactly("invalid_window", "not_found", "one_hold_at_a_time");
        assertThat(made(outcomes)).isEqualTo(2);
    }

    @Test
    void who_may_begin_later_is_left_to_a_booking_of_its_own_because_the_start_is_to_be_chosen() {
        var flexible = new AskOffer(acme.project().id(), ONE, "paris", window, SiteLimits.NONE, 4);
        Call later = call(acme, "later", flexible, "work");
        Call sound = call(acme, "sound", ONE, "work");

        assertThat(together.hold(List.of(later, sound))).containsOnlyKeys(sound);
        assertThat(alone(later).orThrow().window()).isEqualTo(window);
        assertWhole(2);
    }
}
