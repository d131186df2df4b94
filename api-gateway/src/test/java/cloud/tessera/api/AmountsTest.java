package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Amounts have an upper bound, which is told and does not become a fault of the server. */
@SuppressWarnings("NullAway.Init")
class AmountsTest {
    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void the_largest_amount_is_taken() {
        Answer answer = limit("10000000000.00");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.at("limit.amount")).isEqualTo("10000000000.00");
    }

    @Test
    void more_is_refused_with_the_bound() {
        for (String amount : List.of("10000000000.01", "92233720368547758.07", "99999999999999999999")) {
            for (Answer answer : List.of(limit(amount), credit(amount))) {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
                assertThat(answer.at("code")).isEqualTo("amount_too_large");
                assertThat(answer.at("detail")).contains("10000000000.00 EUR");
            }
        }
    }

    private static Answer limit(String amount) {
        String body = "{\"limit\": {\"amount\": \"%s\", \"currency\": \"EUR\"}}".formatted(amount);
        return Ask.of(world.api.address(), "PUT", account() + "/exposure-limit", body)
                .bearer(world.operator)
                .send();
    }

    private static Answer credit(String amount) {
        return world.api
                .post(account() + "/credits", """
                        {"amount": {"amount": "%s", "currency": "EUR"}, "kind": "prepayment", "reason": "paid in"}
                        """.formatted(amount))
                .bearer(world.operator)
                .with("Idempotency-Key", "credit-" + amount)
                .send();
    }

    private static String account() {
        return "/api/v1/organizations/" + world.acme.organization().id().text();
    }
}
