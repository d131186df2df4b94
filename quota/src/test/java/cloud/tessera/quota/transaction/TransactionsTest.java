package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private static final Ground ground = new Ground();
    private static final Ground.Tenant acme = ground.tenant("acme");
    private static final Ground.Tenant other = ground.tenant("other");

    private final Transactions transactions = ground.transactions;

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void a_tenant_sees_its_own_rows_alone_even_by_sql_that_forgets_to_ask_for_them() {
        List<UUID> seen = transactions.run(
                acme.owner(),
                tx -> tx.sql().resultQuery("select id from quota.organization").fetchInto(UUID.class));
        assertThat(seen).containsExactly(acme.organization().id().value());
        assertThat(count(acme.owner(), "select count(*) from quota.project")).isEqualTo(1);
        assertThat(count(acme.owner(), "select count(*) from quota.member")).isEqualTo(1);
        assertThat(count(Ground.JOB, "select count(*) from quota.organization")).isEqualTo(2);
    }

    @Test
    void a_tenant_cannot_write_into_another_organization() {
        assertThatThrownBy(() -> transactions.run(
                        acme.owner(),
                        tx -> tx.sql()
                                .execute(
                                        "insert into quota.project values (?, ?, 'stolen', ?::timestamptz)",
                                        UUID.randomUUID(),
                                        other.organization().id().value(),
                                        tx.timestamp())))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("row-level security");
        int changed =
                transactions.run(acme.owner(), tx -> tx.sql().execute("update quota.project set name = name || '!'"));
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void a_tenant_does_not_reach_people_or_sessions_or_signing_keys() {
        for (String table : List.of("person", "session", "refresh_token", "signing_key", "platform_setting")) {
            assertThatThrownBy(() -> count(acme.owner(), "select count(*) from quota." + table))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void the_application_outside_of_a_role_may_read_nothing() throws Exception {
        try (var connection = ground.application();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("select * from quota.organization"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void a_connection_goes_back_to_the_pool_without_role_or_organization() throws Exception {
        transactions.run(acme.owner(), tx -> 1);
        try (var connection = ground.application();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select current_user, coalesce(current_setting('app.organizations', true), '')")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("tessera_app");
            assertThat(row.getString(2)).isEmpty();
        }
    }

    @Test
    void a_part_run_as_the_platform_sees_all_and_the_rest_does_not() {
        List<Integer> counts = transactions.run(acme.owner(), tx -> {
            String all = "select count(*) from quota.organization";
            return List.of(
                    tx.sql().resultQuery(all).fetchSingleInto(Integer.class),
                    tx.asPlatform(() -> tx.sql().resultQuery(all).fetchSingleInto(Integer.class)),
                    tx.sql().resultQuery(all).fetchSingleInto(Integer.class));
        });
        assertThat(counts).containsExactly(1, 2, 1);
    }

    @Test
    void what_was_to_run_after_the_commit_does_not_run_after_a_rollback() {
        List<String> ran = new ArrayList<>();
        Outcome<String> refused = transactions.attempt(acme.owner(), tx -> {
            tx.afterCommit(() -> ran.add("refused"));
            throw Refusal.conflict("no", "No.").asException();
        });
        transactions.run(acme.owner(), tx -> {
            tx.afterCommit(() -> ran.add("done"));
            return 1;
        });
        assertThat(refused).isInstanceOf(Outcome.No.class);
        assertThat(ran).containsExactly("done");
    }

    @Test
    void of_two_transactions_in_a_deadlock_both_come_through() throws Exception {
        var settings = new Settings(transactions);
        settings.put(Ground.JOB, "a", "0");
        settings.put(Ground.JOB, "b", "0");
        var meet = new CyclicBarrier(2);
        var tries = new AtomicInteger();
        Together.run(
                2,
                number -> transactions.run(Ground.JOB, tx -> {
                    int mine = tries.incrementAndGet();
                    touch(tx, number == 0 ? "a" : "b");
                    if (mine <= 2) {
                        await(meet);
                    }
                    touch(tx, number == 0 ? "b" : "a");
                    return number;
                }));
        assertThat(tries.get()).isGreaterThan(2);
        assertThat(settings.get(Ground.JOB, "a")).contains("2");
        assertThat(settings.get(Ground.JOB, "b")).contains("2");
    }

    @Test
    void the_same_key_at_the_same_time_does_the_work_once_and_tells_everybody() throws Exception {
        var ran = new AtomicInteger();
        List<Outcome<String>> outcomes = Together.run(
                16,
                number -> book(acme.owner(), "race", "one body", () -> {
                    ran.incrementAndGet();
                    return "made";
                }));
        assertThat(ran).hasValue(1);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.orThrow()).isEqualTo("made"));
        assertThat(outcomes.stream().filter(outcome -> outcome instanceof Outcome.Done<String> done && done.replayed()))
                .hasSize(15);
    }

    @Test
    void the_same_key_with_another_body_is_refused() {
        book(acme.owner(), "body", "one", () -> "made");
        Outcome<String> outcome = book(acme.owner(), "body", "another", () -> "made again");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.No.class, no -> assertThat(no.refusal().code()).isEqualTo("idempotency_key_reused"));
    }

    @Test
    void the_same_key_of_another_organization_is_another_key() {
        book(acme.owner(), "shared", "one", () -> "of acme");
        assertThat(book(other.owner(), "shared", "another", () -> "of other").orThrow())
                .isEqualTo("of other");
    }

    @Test
    void the_same_key_of_another_operator_or_another_job_is_another_key() {
        List<Caller> callers = List.of(operator(), operator(), Ground.JOB, Caller.Job.named("another"));
        for (Caller caller : callers) {
            assertThat(book(caller, "credit-1", "by " + caller.actor(), caller::actor)
                            .orThrow())
                    .isEqualTo(caller.actor());
        }
        for (Caller caller : callers) {
            assertThat(book(caller, "credit-1", "by " + caller.actor(), () -> "again"))
                    .isEqualTo(new Outcome.Done<>(caller.actor(), true));
        }
    }

    private static Caller operator() {
        return new Caller.Operator(
                new PersonId(ground.ids.next()),
                PlatformRole.OPERATOR,
                new SessionId(ground.ids.next()),
                Caller.Request.of("test"));
    }

    @Test
    void a_final_refusal_is_remembered_and_its_effects_are_gone() {
        var ran = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            boolean again = i == 1;
            Outcome<String> outcome = book(acme.owner(), "refused", "one", () -> {
                ran.incrementAndGet();
                throw Refusal.conflict("never", "Never.").asException();
            });
            assertThat(outcome).isInstanceOfSatisfying(Outcome.No.class, no -> {
                assertThat(no.refusal().code()).isEqualTo("never");
                assertThat(no.replayed()).isEqualTo(again);
            });
        }
        assertThat(ran).hasValue(1);
    }

    @Test
    void a_refusal_that_may_not_last_is_forgotten() {
        var ran = new AtomicInteger();
        Outcome<String> first = book(acme.owner(), "limit", "one", () -> {
            ran.incrementAndGet();
            throw Refusal.limit("full", "Full.").asException();
        });
        assertThat(first).isInstanceOf(Outcome.No.class);
        assertThat(book(acme.owner(), "limit", "one", () -> "made").orThrow()).isEqualTo("made");
        assertThat(ran).hasValue(1);
    }

    @Test
    void a_refusal_of_a_stale_version_is_forgotten_since_the_next_try_names_another_version() {
        var stale = new Refusal(Refusal.Kind.STALE, "stale", "It has changed.", false, List.of(), null);
        Outcome<String> first = book(acme.owner(), "stale", "one", () -> {
            throw stale.asException();
        });
        assertThat(first).isInstanceOf(Outcome.No.class);
        assertThat(book(acme.owner(), "stale", "one", () -> "made").orThrow()).isEqualTo("made");
    }

    @Test
    void a_conflict_that_ends_by_itself_is_forgotten() {
        book(acme.owner(), "for now", "one", () -> {
            throw Refusal.conflictForNow("busy", "Busy.").asException();
        });
        assertThat(book(acme.owner(), "for now", "one", () -> "made").orThrow()).isEqualTo("made");
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        try (var own = new Ground()) {
            Ground.Tenant tenant = own.tenant("acme");
            var keys = new IdempotencyKeys(own.transactions);
            book(own.transactions, tenant.owner(), "old", "one", () -> "first");
            own.clock.moveTo(Ground.START.plus(IdempotencyKeys.KEPT));
            assertThat(keys.expire(Ground.JOB)).isZero();
            own.clock.moveTo(Ground.START.plus(IdempotencyKeys.KEPT).plus(Duration.ofSeconds(1)));
            assertThat(keys.expire(Ground.JOB)).isEqualTo(1);
            assertThat(book(own.transactions, tenant.owner(), "old", "another", () -> "second")
                            .orThrow())
                    .isEqualTo("second");
        }
    }

    @Test
    void much_is_taken_in_transactions_of_a_few_rows_each() {
        List<Integer> left = new ArrayList<>(List.of(3, 3, 2, 1));
        List<String> xids = new ArrayList<>();
        int all = transactions.inBatches(Ground.JOB, 3, (tx, most) -> {
            assertThat(most).isEqualTo(3);
            xids.add(tx.sql().fetchSingle("select pg_current_xact_id()::text").get(0, String.class));
            return left.removeFirst();
        });
        assertThat(all).isEqualTo(8);
        assertThat(left).containsExactly(1);
        assertThat(xids).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void settings_are_for_the_platform() {
        var settings = new Settings(transactions);
        settings.put(Ground.JOB, "clock", "1");
        settings.put(Ground.JOB, "clock", "2");
        assertThat(settings.get(Ground.JOB, "clock")).contains("2");
        assertThat(settings.get(Ground.JOB, "nothing")).isEmpty();
        assertThatThrownBy(() -> settings.get(acme.owner(), "clock")).hasMessageContaining("forbidden");
    }

    private Outcome<String> book(Caller caller, String key, String body, Supplier<String> work) {
        return book(transactions, caller, key, body, work);
    }

    private static Outcome<String> book(
            Transactions transactions, Caller caller, String key, String body, Supplier<String> work) {
        OrganizationId organization =
                caller.organization().orElse(acme.organization().id());
        return transactions.once(
                caller.with(new Caller.Request("test", key)),
                "test.book",
                body,
                tx -> {
                    tx.fact("test.booked", organization, organization.value(), body);
                    return work.get();
                },
                made -> made,
                (tx, reference) -> reference);
    }

    private int count(Caller caller, String sql) {
        return transactions.run(caller, tx -> tx.sql().resultQuery(sql).fetchSingleInto(Integer.class));
    }

    private static void touch(Tx tx, String name) {
        tx.sql().execute("update quota.platform_setting set value = value::int + 1 where name = ?", name);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
