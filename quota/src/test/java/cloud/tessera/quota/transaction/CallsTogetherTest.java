package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Several calls in one transaction, with their idempotency keys. */
class CallsTogetherTest {
    private static final Ground ground = new Ground();
    private static final Ground.Tenant acme = ground.tenant("acme");
    private static final Ground.Tenant other = ground.tenant("other");

    private final Transactions transactions = ground.transactions;

    @AfterAll
    static void close() {
        ground.close();
    }

    private static Transactions.Call call(Ground.Tenant tenant, @Nullable String key, String body) {
        return new Transactions.Call(tenant.owner().with(new Caller.Request("test", key)), body, body);
    }

    /** Each leaves a fact and is made, unless it asks to be left out. */
    private Map<Transactions.Call, String> together(List<Transactions.Call> calls) {
        return transactions.together(Ground.JOB, "test.book", calls, tx -> first -> {
            Map<Transactions.Call, String> made = new LinkedHashMap<>();
            for (Transactions.Call call : first) {
                if (!call.body().equals("left out")) {
                    var organization = call.caller().requireOrganization();
                    tx.fact("test.together", organization, organization.value(), call.body());
                    made.put(call, "made " + call.body());
                }
                if (call.body().equals("broken")) {
                    tx.sql().execute("select 1 / 0");
                }
            }
            return made;
        });
    }

    private Outcome<String> alone(Transactions.Call call) {
        return transactions.once(
                call.caller(), "test.book", call.body(), tx -> "alone", made -> made, (tx, found) -> found);
    }

    private long facts(String body) {
        return transactions.run(
                Ground.JOB,
                tx -> tx.sql()
                        .fetchSingle(
                                "select count(*) from quota.fact where topic = 'test.together' and payload = to_jsonb(?::text)",
                                body)
                        .get(0, Long.class));
    }

    @Test
    void calls_of_several_organizations_are_made_in_one_transaction_and_their_keys_are_known_afterwards() {
        var one = call(acme, "several", "one");
        var two = call(other, "several", "two");
        assertThat(together(List.of(one, two))).containsOnly(Map.entry(one, "made one"), Map.entry(two, "made two"));
        assertThat(facts("one")).isEqualTo(1);
        assertThat(facts("two")).isEqualTo(1);
        assertThat(alone(one)).isEqualTo(new Outcome.Done<>("one", true));
        assertThat(alone(call(other, "several", "another body")))
                .isInstanceOfSatisfying(
                        Outcome.No.class, no -> assertThat(no.refusal().code()).isEqualTo("idempotency_key_reused"));
    }

    @Test
    void of_two_calls_with_one_key_one_is_made_and_the_other_finds_it() {
        var one = call(acme, "twice", "the same");
        var again = call(acme, "twice", "the same");
        List<Transactions.Call> calls = new ArrayList<>(List.of(one, again, call(acme, "third", "third")));
        assertThat(together(calls)).hasSize(2);
        assertThat(facts("the same")).isEqualTo(1);
        assertThat(alone(again)).isEqualTo(new Outcome.Done<>("the same", true));
        assertThat(together(List.of(again))).isEmpty();
    }

    @Test
    void what_is_left_out_has_its_key_free() {
        var left = call(acme, "left", "left out");
        assertThat(together(List.of(left, call(other, "made", "made")))).hasSize(1);
        assertThat(alone(left)).isEqualTo(new Outcome.Done<>("alone", false));
    }

    @Test
    void an_error_of_the_database_undoes_the_group_and_each_can_be_made_alone() {
        var sound = call(acme, "sound", "sound");
        var broken = call(other, "broken", "broken");
        assertThat(together(List.of(sound, broken))).isEmpty();
        assertThat(facts("sound")).isZero();
        assertThat(alone(sound)).isEqualTo(new Outcome.Done<>("alone", false));
    }

    @Test
    void calls_without_a_key_are_made() {
        var one = call(acme, null, "without a key");
        var two = call(acme, null, "without a key, too");
        assertThat(together(List.of(one, two))).hasSize(2);
    }
}
