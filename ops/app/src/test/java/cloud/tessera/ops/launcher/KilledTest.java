package cloud.tessera.ops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.demo.DemoFiles;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform is killed again and again while it books, and in every third round PostgreSQL with it. Whatever it had
 * acknowledged is there afterwards, once and whole: place, quota, charge, audit entry and message. What it had not is
 * booked by repeating the request with the same key, once.
 * {@code -Dtessera.kills} says how often.
 */
class KilledTest {
    private static final int KILLS = Integer.getInteger("tessera.kills", 10);
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final String PASSWORD = "correct horse battery";
    /** Every third booking is a block of training, which is quoted, held and confirmed. */
    private static final String BLOCK = "block-";

    private static final String SHAPE =
            "\"shape\":{\"model\":\"nvidia-l40s-48gb\",\"profile\":\"thousandth\",\"quantity\":20}";

    /** What must be there once for each booking, and for nothing else. */
    private static final Map<String, String> EACH_ONCE = Map.of(
            "units of quota",
            "select claim_id from quota.claim",
            "place",
            "select distinct claim_id from inventory.occupancy",
            "audit entries",
            "select subject from quota.audit_entry"
                    + " where action in ('allocation.provisioning', 'reservation.scheduled')",
            "messages",
            "select subject from quota.outbox"
                    + " where topic in ('allocation.provisioning', 'reservation.scheduled')");
    /** The same for each block. */
    private static final Map<String, String> EACH_BLOCK_ONCE = Map.of(
            "blocks", "select id from inventory.reservation",
            "charges", "select claim_id from billing.block_charge",
            "transactions", "select subject from billing.ledger_transaction where kind = 'charge'");

    private final Random random = new Random(20260302);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> acknowledged = new HashMap<>();
    private final List<String> unanswered = new ArrayList<>();
    private final Map<String, String> quotes = new HashMap<>();
    private String address = "";
    private String project = "";
    private int number;

    @TempDir
    Path data;

    @AfterEach
    void leaveNothing() throws InterruptedException {
        Child.killAll(data);
    }

    @Test
    void what_was_acknowledged_is_there_once_after_every_kill() throws Exception {
        prepare();
        int port = Integer.parseInt(StartUpTest.freePort());
        address = "http://127.0.0.1:" + port + "/api/v1/";
        for (int kill = 1; kill <= KILLS; kill++) {
            Child platform = Child.running(data, port);
            String token = signIn();
            repeatUnanswered(token);
            bookUntilKilled(platform, token, kill % 3 == 0);
        }
        Child platform = Child.running(data, port);
        String token = signIn();
        repeatUnanswered(token);
        assertThat(stored(token)).containsExactlyInAnyOrderEntriesOf(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
        platform.stop();
        assertThat(Child.processesOf(data)).isEmpty();
        assertThatAllIsWhole();
    }

    /** Looks behind the doors: nothing is there twice, and nothing is there in part. */
    private void assertThatAllIsWhole() throws SQLException {
        List<UUID> all = acknowledged.values().stream().map(KilledTest::uuid).toList();
        List<UUID> blocks = acknowledged.entrySet().stream()
                .filter(booking -> booking.getKey().startsWith(BLOCK))
                .map(booking -> uuid(booking.getValue()))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(KILLS / 2);
        try (var installation = Installation.open(data, Map.of());
                Connection connection = installation.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set role tessera_platform");
            for (Map.Entry<String, String> each : EACH_ONCE.entrySet()) {
                assertThat(ids(statement, each.getValue())).as(each.getKey()).containsExactlyInAnyOrderElementsOf(all);
            }
            for (Map.Entry<String, String> each : EACH_BLOCK_ONCE.entrySet()) {
                assertThat(ids(statement, each.getValue()))
                        .as(each.getKey())
                        .containsExactlyInAnyOrderElementsOf(blocks);
            }
        }
    }

    private static List<UUID> ids(Statement statement, String query) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                ids.add(uuid(rows.getString(1)));
            }
        }
        return ids;
    }

    /** An id as tables or as the API write it. */
    private static UUID uuid(String id) {
        if (id.startsWith("alc_")) {
            return AllocationId.of(id).value();
        }
        return id.startsWith("rsv_") ? ReservationId.of(id).value() : UUID.fromString(id);
    }

    /** One organization with a fleet, prices and limits that do not bind. */
    private void prepare() {
        Caller job = Caller.Job.named("test");
        try (var installation = Installation.open(data, Map.of());
                var beans = Beans.forErrand(installation)) {
            beans.getBean(Fleet.class)
                    .importYaml(job, DemoFiles.fleetName(), DemoFiles.fleet())
                    .orThrow();
            var from = installation.clock().instant().truncatedTo(ChronoUnit.HOURS);
            beans.getBean(PriceBook.class).load(job, DemoFiles.prices(from)).orThrow();
            Organization organization = beans.getBean(Organizations.class)
                    .create(job, new NewOrganization("Test", "test", EUR, ZoneOffset.UTC, "FR", Terms.INVOICED))
                    .orThrow();
            beans.getBean(Organizations.class)
                    .setTerms(job, organization.id(), Terms.INVOICED, true)
                    .orThrow();
            beans.getBean(Exposure.class)
                    .setLimit(job, organization.id(), Money.of(new BigDecimal("100000000"), EUR))
                    .orThrow();
            beans.getBean(Members.class)
                    .add(job, organization.id(), "dev@example.com", "Dev", Role.DEVELOPER, PASSWORD)
                    .orThrow();
            Project first =
                    beans.getBean(Projects.class).list(job, organization.id()).getFirst();
            for (Workload workload : Workload.values()) {
                beans.getBean(Limits.class)
                        .set(job, first.id(), new ResourceClass(workload, "*"), CardEquivalents.cards(1000))
                        .orThrow();
            }
            project = first.id().text();
        }
    }

    private void bookUntilKilled(Child platform, String token, boolean databaseToo) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
        Thread killer = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(random.nextInt(500, 2500));
                if (databaseToo) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
                platform.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (killer.isAlive()) {
            number++;
            book(token, (number % 3 == 0 ? BLOCK : "booking-") + number);
        }
        killer.join();
    }

    private void repeatUnanswered(String token) throws Exception {
        for (String name : List.copyOf(unanswered)) {
            unanswered.remove(name);
            book(token, name);
        }
        assertThat(unanswered).isEmpty();
    }

    /** Books under a name that is the key too; only an answer of success is an acknowledgement. */
    private void book(String token, String name) throws InterruptedException {
        try {
            Optional<String> id = name.startsWith(BLOCK) ? bookBlock(token, name) : bookAllocation(token, name);
            id.ifPresent(booked -> acknowledged.put(name, booked));
        } catch (IOException e) {
            unanswered.add(name);
        }
    }

    private Optional<String> bookAllocation(String token, String name) throws IOException, InterruptedException {
        return done(send(
                token,
                "allocations",
                name,
                "{\"project_id\":\"" + project + "\",\"name\":\"" + name + "\",\"image\":\"device-report\","
                        + "\"site\":\"paris-1\"," + SHAPE + "}"));
    }

    /** Quotes, holds and confirms; a quote that was not answered is asked for again, since it holds nothing. */
    private Optional<String> bookBlock(String token, String name) throws IOException, InterruptedException {
        if (!quotes.containsKey(name)) {
            Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(3, ChronoUnit.HOURS);
            done(send(
                            token,
                            "quotes",
                            null,
                            "{\"project_id\":\"" + project + "\",\"site\":\"paris-1\"," + SHAPE
                                    + ",\"window\":{\"start\":\"" + start + "\",\"end\":\""
                                    + start.plus(2, ChronoUnit.HOURS) + "\"}}"))
                    .ifPresent(quote -> quotes.put(name, quote));
        }
        Optional<String> held = Optional.empty();
        if (quotes.containsKey(name)) {
            held = done(send(
                    token,
                    "reservations",
                    name + "-hold",
                    "{\"name\":\"" + name + "\",\"image\":\"device-report\",\"quote_id\":\"" + quotes.get(name)
                            + "\"}"));
        }
        return held.isEmpty()
                ? held
                : done(send(token, "reservations/" + held.get() + "/confirm", name + "-confirm", ""));
    }

    /** The id of what was done; empty where it was refused, which is an answer too: nothing has been booked. */
    private Optional<String> done(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() >= 500) {
            throw new IOException("No answer: " + answer.body());
        }
        if (answer.statusCode() >= 400) {
            assertThat(answer.body()).contains("capacity");
            return Optional.empty();
        }
        return Optional.of(json.readTree(answer.body()).get("id").asText());
    }

    private Map<String, String> stored(String token) throws Exception {
        Map<String, String> found = new HashMap<>();
        read(token, "allocations", found);
        read(token, "reservations", found);
        return found;
    }

    private void read(String token, String what, Map<String, String> found) throws Exception {
        String after = "";
        do {
            JsonNode page = json.readTree(
                    send(token, what + "?limit=200" + after, null, null).body());
            for (JsonNode each : page.get("items")) {
                assertThat(found.put(each.get("name").asText(), each.get("id").asText()))
                        .as("booked twice: %s", each.get("name"))
                        .isNull();
            }
            after = page.hasNonNull("next") ? "&after=" + page.get("next").asText() : "";
        } while (!after.isEmpty());
    }

    private String signIn() throws Exception {
        HttpResponse<String> answer = send(
                null,
                "auth/token",
                null,
                "{\"grant_type\":\"password\",\"email\":\"dev@example.com\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).get("access_token").asText();
    }

    private HttpResponse<String> send(@Nullable String token, String path, @Nullable String key, @Nullable String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (body != null) {
            request.POST(BodyPublishers.ofString(body));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
