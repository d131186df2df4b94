package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.api.problem.Problem;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends odd values to every operation of the description: the server never fails, refuses in one form, and what it refuses
 * has changed nothing.
 */
@SuppressWarnings("NullAway.Init")
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("tessera.fuzz.rounds", 4);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD = List.of(
            "",
            " ",
            "0",
            "-1",
            "1",
            "2147483648",
            "9223372036854775808",
            "1e400",
            "NaN",
            "true",
            "null",
            "a\0b",
            "\u0007",
            "'; drop table quota.project; --",
            "%s%n",
            "../../etc/passwd",
            "\ud83d\ude80",
            "\ud800",
            "x".repeat(300),
            "2026-03-10T09:00:00Z",
            "2026-13-40T99:99:99Z",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "prj_00000000000000000000000000",
            "rsv_7zzzzzzzzzzzzzzzzzzzzzzzzz",
            "nvidia-a100-80gb",
            "hello",
            "EUR",
            "prepaid",
            "password",
            "viewer");

    /** What calls change. Idempotency keys, sessions and failed sign-ins are kept of refused calls too, and are not here. */
    private static final List<String> TABLES = List.of(
            "quota.organization",
            "quota.project",
            "quota.person",
            "quota.member",
            "quota.api_key",
            "quota.resource_limit",
            "quota.claim",
            "quota.audit_entry",
            "quota.outbox",
            "billing.price",
            "billing.quote",
            "billing.exposure_limit",
            "billing.commitment",
            "billing.block_charge",
            "billing.credit_grant",
            "billing.ledger_transaction",
            "billing.ledger_entry",
            "billing.reading",
            "billing.invoice",
            "billing.invoice_line",
            "inventory.site",
            "inventory.pool",
            "inventory.host",
            "inventory.device",
            "inventory.offer",
            "inventory.occupancy",
            "inventory.reservation",
            "inventory.allocation",
            "inventory.claim_event",
            "inventory.workload");

    /** How many rows each of them has, and a hash of what stands in them. */
    private static final String CONTENT = TABLES.stream()
            .map(table -> "(select '" + table + " ' || count(*) || ' ' || coalesce(sum(hashtext(r::text)), 0) from "
                    + table + " r)")
            .collect(Collectors.joining(" || E'\\n' || ", "select ", ""));

    private static World world;
    private static List<Operations.Operation> operations;
    private static JsonNode schemas;

    @BeforeAll
    static void start() {
        world = new World();
        JsonNode description =
                Operations.read(world.api.get("/api/v1/openapi.yaml").send().text());
        operations = Operations.of(description);
        schemas = description.path("components").path("schemas");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void what_a_call_writes_is_noticed() {
        String before = content();
        Answer made = world.api
                .post("/api/v1/projects", "{\"name\": \"noticed\"}")
                .bearer(world.acme.owner())
                .send();
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(content()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_operation_fails_on_odd_values(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Operations.Operation operation : operations) {
            if (operation.name().equals("signOut")) {
                continue;
            }
            for (int round = 0; round < ROUNDS; round++) {
                assertAnswered(operation, random);
            }
        }
    }

    private static void assertAnswered(Operations.Operation operation, SplittableRandom random) {
        String path = address(operation, random);
        String body = operation.body().isEmpty()
                ? ""
                : object(operation.body(), random, 3).toString();
        Ask ask = world.api
                .ask(operation.method().toUpperCase(Locale.ROOT), path, body)
                .bearer(random.nextBoolean() ? world.acme.owner() : world.operator)
                .with("Idempotency-Key", "key-" + random.nextInt(50))
                .with("If-Match", "\"" + random.nextInt(3) + "\"");
        String before = content();
        Answer answer = ask.send();

        String what = operation.method() + " " + path + " " + body + " -> " + answer;
        assertThat(answer.status()).as(what).isLessThan(500);
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).as(what).startsWith(Problem.MEDIA_TYPE);
            assertThat(answer.at("code")).as(what).isNotBlank();
            assertThat(content()).as(what).isEqualTo(before);
        }
    }

    private static String content() {
        return world.api
                .bean(Transactions.class)
                .run(
                        Caller.Job.named("fuzz"),
                        tx -> tx.sql().fetchSingle(CONTENT).get(0, String.class));
    }

    private static String address(Operations.Operation operation, SplittableRandom random) {
        String path = operation.path();
        while (path.contains("{")) {
            String name = path.substring(path.indexOf('{'), path.indexOf('}') + 1);
            String value = odd(random);
            path = path.replace(name, encoded(value.isEmpty() ? "x" : value));
        }
        StringBuilder query = new StringBuilder();
        for (String parameter : operation.queries()) {
            if (random.nextInt(3) > 0) {
                query.append(query.isEmpty() ? '?' : '&').append(parameter).append('=');
                query.append(encoded(odd(random)));
            }
        }
        return path + query;
    }

    /** An object with the fields of a schema, some of them missing, most of them odd. */
    private static ObjectNode object(String schema, SplittableRandom random, int depth) {
        ObjectNode object = JSON.createObjectNode();
        schemas.path(schema).path("properties").properties().forEach(field -> {
            String name = field.getKey();
            String nested = Operations.reference(field.getValue());
            switch (random.nextInt(10)) {
                case 0 -> {}
                case 1 -> object.putNull(name);
                case 2 -> object.put(name, random.nextLong());
                case 3 -> object.put(name, random.nextBoolean());
                case 4 -> object.putArray(name).add(odd(random));
                default -> {
                    if (nested.isEmpty() || depth == 0) {
                        object.put(name, odd(random));
                    } else {
                        object.set(name, object(nested, random, depth - 1));
                    }
                }
            }
        });
        return object;
    }

    private static String odd(SplittableRandom random) {
        return ODD.get(random.nextInt(ODD.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
