package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Statements that are handed over and sent together. */
class PipelineTest {
    private static final Ground ground = new Ground();
    private static final Ground.Tenant acme = ground.tenant("acme");

    private final Transactions transactions = ground.transactions;

    @AfterAll
    static void close() {
        ground.close();
    }

    private static void set(Tx tx, String name, String value) {
        tx.later(
                "insert into quota.platform_setting values (?, ?) on conflict (name) do update set value = excluded.value",
                name,
                value);
    }

    private static Later<List<String>> ask(Tx tx, String name) {
        return tx.ask("select value from quota.platform_setting where name = ?", row -> row.getString(1), name);
    }

    private List<String> stored(String name) {
        return transactions.run(Ground.JOB, tx -> ask(tx, name).get());
    }

    @Test
    void each_sees_what_those_before_it_have_done_and_nothing_of_those_after_it() {
        List<List<String>> seen = transactions.run(Ground.JOB, tx -> {
            Later<List<String>> before = ask(tx, "order");
            set(tx, "order", "1");
            Later<List<String>> between = ask(tx, "order");
            set(tx, "order", "2");
            return List.of(ask(tx, "order").get(), between.get(), before.get());
        });
        assertThat(seen).containsExactly(List.of("2"), List.of("1"), List.of());
    }

    @Test
    void what_is_handed_over_is_run_before_the_next_statement_and_before_the_commit() {
        transactions.run(Ground.JOB, tx -> {
            set(tx, "handed", "over");
            assertThat(tx.sql()
                            .fetchSingle("select value from quota.platform_setting where name = 'handed'")
                            .get(0))
                    .isEqualTo("over");
            set(tx, "handed", "at the end");
            return 1;
        });
        assertThat(stored("handed")).containsExactly("at the end");
    }

    @Test
    void one_that_fails_fails_the_transaction_whenever_it_is_run() {
        for (boolean asked : List.of(true, false)) {
            assertThatThrownBy(() -> transactions.run(Ground.JOB, tx -> {
                        set(tx, "failed", "yes");
                        tx.later("select 1 / 0");
                        return asked ? ask(tx, "failed").get() : List.of();
                    }))
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("division by zero");
        }
        assertThat(stored("failed")).isEmpty();
    }

    @Test
    void a_role_that_is_handed_over_holds_for_what_follows_alone() {
        List<Later<List<Integer>>> counts = new ArrayList<>();
        transactions.run(acme.owner(), tx -> {
            String all = "select count(*) from quota.platform_setting";
            counts.add(tx.asPlatform(() -> tx.ask(all, row -> row.getInt(1))));
            counts.add(tx.ask("select count(*) from quota.organization", row -> row.getInt(1)));
            return counts.getLast().get();
        });
        assertThat(counts.getFirst().get().getFirst()).isNotNegative();
        assertThat(counts.getLast().get()).containsExactly(1);
        assertThatThrownBy(() -> transactions.run(acme.owner(), tx -> {
                    tx.asPlatform(() -> ask(tx, "x"));
                    return ask(tx, "x").get();
                }))
                .hasMessageContaining("permission denied");
    }

    @Test
    void text_travels_as_it_is_and_what_is_missing_stays_missing() {
        String[] texts = {"a\"b", "c\\d", "{e,f}", "", "NULL", "ü\n"};
        List<String> back = transactions.run(
                Ground.JOB,
                tx -> tx.ask("select t from unnest(?::text[]) t", row -> row.getString(1), (Object) texts)
                        .get());
        assertThat(back).containsExactly(texts);
        List<Integer> missing = transactions.run(
                Ground.JOB,
                tx -> tx.ask("select count(*) from unnest(?::text[]) t where t is null", row -> row.getInt(1), (Object)
                                new @Nullable String[] {"NULL", null})
                        .get());
        assertThat(missing).containsExactly(1);
    }

    @Test
    void rows_are_inserted_with_what_differs_and_what_does_not() {
        transactions.run(Ground.JOB, tx -> {
            Rows.of(List.of("one", "two"))
                    .column("name", "text", name -> "row " + name)
                    .same("value", "text", "same")
                    .insertInto(tx, "quota.platform_setting");
            Rows.<String>of(List.of()).column("name", "text", name -> name).insertInto(tx, "quota.platform_setting");
            return 1;
        });
        assertThat(stored("row one")).containsExactly("same");
        assertThat(stored("row two")).containsExactly("same");
    }

    @Test
    void of_what_is_refused_for_good_nothing_is_run_that_was_handed_over() {
        Caller caller = Ground.JOB.with(new Caller.Request("test", "handed over and refused"));
        Outcome<String> refused = transactions.once(
                caller,
                "test.refused",
                "body",
                tx -> {
                    set(tx, "refused", "yes");
                    tx.later("select 1 / 0");
                    throw Refusal.conflict("never", "Never.").asException();
                },
                made -> made,
                (tx, found) -> found);
        assertThat(refused).isInstanceOf(Outcome.No.class);
        assertThat(stored("refused")).isEmpty();
    }
}
