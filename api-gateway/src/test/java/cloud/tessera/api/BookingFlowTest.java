package cloud.tessera.api;

import static cloud.tessera.ops.testing.Documents.row;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.ops.testing.Documents;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a quote to a line of an invoice, over HTTP; and what happens when requests are repeated. */
@SuppressWarnings("NullAway.Init")
class BookingFlowTest {
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_quote_becomes_a_reservation_that_runs_and_stands_on_an_invoice() {
        Answer quote = world.quote(world.acme, 0, 24);
        assertThat(quote.status()).as(quote.toString()).isEqualTo(201);
        assertThat(quote.at("sku")).isEqualTo("nvidia-a100-80gb/card");

        Answer held = world.hold(world.acme, quote.at("id"), "key-1").send();
        assertThat(held.status()).as(held.toString()).isEqualTo(201);
        assertThat(held.at("state")).isEqualTo("held");
        assertThat(held.header("ETag")).isEqualTo("\"" + held.at("version") + "\"");
        assertThat(held.at("price.amount")).isEqualTo(quote.at("price.amount"));
        String id = held.at("id");

        assertThat(ids("/api/v1/reservations?state=coming")).containsExactly(id);
        assertThat(ids("/api/v1/reservations?state=running")).isEmpty();
        Answer unknown = get("/api/v1/reservations?state=asleep");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.at("field")).isEqualTo("state");

        Answer confirmed = world.confirm(world.acme, id, "key-2").send();
        assertThat(confirmed.status()).as(confirmed.toString()).isEqualTo(200);
        assertThat(confirmed.at("state")).isEqualTo("scheduled");
        assertThat(get("/api/v1/reservations/" + id + "/timeline").at("items.0.state"))
                .isEqualTo("held");
        Answer tooEarly = world.api
                .post("/api/v1/reservations/" + id + "/credentials", "")
                .bearer(world.acme.owner())
                .send();
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.at("code")).isEqualTo("not_ready");

        world.liveTo(Instant.parse("2026-03-10T12:00:00Z"));
        world.sample();
        assertThat(get("/api/v1/reservations/" + id).at("state")).isEqualTo("active");
        assertThat(ids("/api/v1/reservations?state=running")).containsExactly(id);
        Answer credentials = world.api
                .post("/api/v1/reservations/" + id + "/credentials", "")
                .bearer(world.acme.owner())
                .send();
        assertThat(credentials.at("address")).startsWith("http://");
        assertThat(credentials.header("Cache-Control")).isEqualTo("no-store");
        assertThat(get("/api/v1/reservations/" + id
                                + "/utilisation?start=2026-03-10T00:00:00Z&end=2026-03-11T00:00:00Z")
                        .json()
                        .path("items")
                        .size())
                .isPositive();

        world.liveTo(Instant.parse("2026-04-01T06:00:00Z"));
        world.issueInvoices();
        assertThat(get("/api/v1/reservations/" + id).at("state")).isEqualTo("completed");
        assertThat(ids("/api/v1/reservations?state=ended")).containsExactly(id);
        assertInvoiced(id, quote.at("price.amount"));
    }

    @Test
    void what_a_booking_holds_is_told_card_by_card_until_it_is_over() {
        String id = world.hold(world.acme, world.quote(world.acme, 0, 24).at("id"), "key-1")
                .send()
                .at("id");
        String other = world.allocate(world.acme, "key-2").send().at("id");

        Answer card = get("/api/v1/reservations/" + id + "/placement");
        assertThat(card.json().path("items").size()).as(card.toString()).isEqualTo(1);
        assertThat(card.at("items.0.site")).isEqualTo("paris");
        assertThat(card.at("items.0.host")).isEqualTo("par-a100-01");
        assertThat(card.at("items.0.card")).isEqualTo("0");
        assertThat(card.json().at("/items/0/device").isInt()).isTrue();
        assertThat(card.at("items.0.slot_start")).isEqualTo("0");
        // The seven slots of the card, and the one for what it has only once.
        assertThat(card.at("items.0.slot_end")).isEqualTo("8");
        Answer slice = get("/api/v1/allocations/" + other + "/placement");
        assertThat(slice.json().at("/items/0/slot_end").asInt()
                        - slice.json().at("/items/0/slot_start").asInt())
                .as(slice.toString())
                .isEqualTo(1);

        world.liveTo(Instant.parse("2026-03-10T09:40:00Z"));
        assertThat(get("/api/v1/reservations/" + id).at("state")).isEqualTo("expired");
        assertThat(get("/api/v1/reservations/" + id + "/placement").json().path("items"))
                .isEmpty();
    }

    private List<String> ids(String list) {
        return get(list)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    private void assertInvoiced(String reservation, String price) {
        Answer invoices = get("/api/v1/invoices");
        assertThat(invoices.json().path("items").size()).as(invoices.toString()).isEqualTo(1);
        String invoice = invoices.at("items.0.id");
        assertThat(invoices.at("items.0.training.amount")).isEqualTo(price);
        Answer lines = get("/api/v1/invoices/" + invoice + "/lines");
        assertThat(lines.at("items.0.reservation_id")).isEqualTo(reservation);
        assertThat(lines.at("items.0.amount.amount")).isEqualTo(price);
        Answer explanation = get("/api/v1/invoices/" + invoice + "/lines/1/explanation");
        assertThat(explanation.at("amount.amount")).isEqualTo(price);
        assertThat(new BigDecimal(explanation.at("exact"))
                        .setScale(2, RoundingMode.HALF_UP)
                        .toPlainString())
                .isEqualTo(price);
        assertThat(explanation.at("segments.0.claim_id")).isEqualTo(reservation);
        assertThat(get("/api/v1/invoices/" + invoice + "/lines/99/explanation").status())
                .isEqualTo(404);
        Answer pdf = get("/api/v1/invoices/" + invoice + "/pdf");
        assertThat(pdf.header("Content-Type")).startsWith("application/pdf");
        String total = invoices.at("items.0.total.amount");
        assertThat(Documents.text(pdf.response().body()))
                .contains(row("Invoice number", invoices.at("items.0.number")))
                .contains(row("Total training (reserved blocks)", price))
                .contains(row("Total due", total, "EUR"));
        Answer csv = get("/api/v1/invoices/" + invoice + "/csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.text()).contains("nvidia-a100-80gb/card", "," + reservation + ",");
        assertThat(Documents.sum(csv.text(), "amount").toPlainString()).isEqualTo(total);
        assertPaidOnce(invoice);
    }

    private void assertPaidOnce(String invoice) {
        String path = "/api/v1/invoices/" + invoice + "/mark-paid";
        assertThat(world.api.post(path, "").bearer(world.operator).send().status())
                .isEqualTo(428);
        Answer stale = world.api
                .post(path, "")
                .bearer(world.operator)
                .with("If-Match", "\"77\"")
                .send();
        assertThat(stale.status()).as(stale.toString()).isEqualTo(412);
        assertThat(stale.header("ETag")).isEqualTo("\"1\"");
        Answer paid = world.api
                .post(path, "")
                .bearer(world.operator)
                .with("If-Match", stale.header("ETag"))
                .send();
        assertThat(paid.status()).as(paid.toString()).isEqualTo(200);
        assertThat(paid.at("status")).isEqualTo("paid");
    }

    @Test
    void an_allocation_is_metered_until_it_is_released() {
        Answer started = world.allocate(world.acme, "key").send();
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        String id = started.at("id");
        world.liveTo(Instant.parse("2026-03-10T09:30:00Z"));
        assertThat(get("/api/v1/allocations/" + id).at("state")).isEqualTo("active");
        assertThat(ids("/api/v1/allocations?state=running")).containsExactly(id);
        assertThat(ids("/api/v1/allocations?state=ended")).isEmpty();

        world.liveTo(Instant.parse("2026-03-10T13:30:00Z"));
        Answer released = world.api
                .ask("DELETE", "/api/v1/allocations/" + id, "")
                .bearer(world.acme.owner())
                .send();
        assertThat(released.status()).as(released.toString()).isEqualTo(202);
        world.liveTo(Instant.parse("2026-03-10T15:00:00Z"));

        assertThat(get("/api/v1/allocations/" + id).at("state")).isEqualTo("released");
        Answer usage = get("/api/v1/usage?start=2026-03-10T00:00:00Z&end=2026-03-11T00:00:00Z");
        assertThat(usage.at("items.0.workload")).isEqualTo("inference");
        assertThat(usage.json().path("items").path(0).path("unit_seconds").asLong())
                .isPositive();
        assertThat(get("/api/v1/usage/running-month").at("inference.amount"))
                .isEqualTo(usage.at("items.0.cost.amount"));
    }

    @Test
    void an_allocation_says_how_it_is_held() {
        String body = "{\"project_id\": \"" + world.acme.project() + "\", \"name\": \"n\", \"image\": \"hello\","
                + " \"shape\": {\"model\": \"nvidia-a100-80gb\", \"profile\": \"1g.10gb\"}, \"tier\": \"%s\","
                + " \"movable\": true, \"replicas\": %d}";
        Answer started = kind(body.formatted("preemptible", 2));
        assertThat(started.status()).as(started.toString()).isEqualTo(201);
        assertThat(started.at("tier")).isEqualTo("preemptible");
        assertThat(started.at("movable")).isEqualTo("true");
        assertThat(started.at("replicas")).isEqualTo("2");
        assertThat(started.at("sku")).isEqualTo("nvidia-a100-80gb/1g.10gb:preemptible");
        assertThat(get("/api/v1/allocations/" + started.at("id") + "/placement")
                        .json()
                        .path("items"))
                .hasSize(2);
        assertThat(kind(body.formatted("spot", 1)).status()).isEqualTo(400);
    }

    @Test
    void a_service_is_scaled_under_its_tag_and_ended() {
        Answer made = world.service(world.acme, "key").send();
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(world.service(world.acme, "key").send().header("Idempotency-Replayed"))
                .isEqualTo("true");
        String path = "/api/v1/services/" + made.at("id");
        assertThat(made.at("scale.desired")).isEqualTo("1");
        assertThat(made.at("scale.ceiling.amount")).isEqualTo("20.00");
        assertThat(change("PATCH", path, "{\"desired\": 3}", "\"9\"").status()).isEqualTo(412);
        Answer scaled = change("PATCH", path, "{\"desired\": 3}", made.header("ETag"));
        assertThat(scaled.status()).as(scaled.toString()).isEqualTo(200);
        assertThat(scaled.at("scale.desired")).isEqualTo("3");
        assertThat(change("PATCH", path, "{\"desired\": 5}", scaled.header("ETag"))
                        .at("code"))
                .isEqualTo("invalid_scale");
        assertThat(get(path + "/spend").at("spent.amount")).isEqualTo("0.00");
        Answer ended = change("DELETE", path, "", scaled.header("ETag"));
        assertThat(ended.status()).as(ended.toString()).isEqualTo(200);
        assertThat(get(path).at("state")).isEqualTo("ended");
    }

    private Answer change(String method, String path, String body, String tag) {
        return world.api
                .ask(method, path, body)
                .bearer(world.acme.owner())
                .with("If-Match", tag)
                .send();
    }

    private Answer kind(String body) {
        return world.api
                .post("/api/v1/allocations", body)
                .bearer(world.acme.owner())
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .send();
    }

    @Test
    void a_repeated_booking_books_once_and_says_so() {
        String quote = world.quote(world.acme, 0, 24).at("id");
        Answer first = world.hold(world.acme, quote, "same").send();

        Answer again = world.hold(world.acme, quote, "same").send();

        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(again.at("id")).isEqualTo(first.at("id"));
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(get("/api/v1/reservations").json().path("items").size()).isEqualTo(1);
    }

    @Test
    void bookings_with_one_key_at_the_same_time_book_once() throws Exception {
        List<Callable<Answer>> calls = java.util.Collections.nCopies(
                8, () -> world.allocate(world.acme, "same").send());
        List<Answer> answers = together(calls);

        assertThat(answers)
                .allSatisfy(a -> assertThat(a.status()).as(a.toString()).isEqualTo(201));
        assertThat(answers.stream().map(a -> a.at("id")).distinct()).hasSize(1);
        assertThat(answers.stream().filter(a -> a.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(get("/api/v1/allocations").json().path("items").size()).isEqualTo(1);
    }

    private static List<Answer> together(List<Callable<Answer>> calls) throws InterruptedException, ExecutionException {
        List<Answer> answers = new java.util.ArrayList<>();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : many.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    @Test
    void a_key_serves_one_request_only() {
        world.hold(world.acme, world.quote(world.acme, 0, 24).at("id"), "same").send();

        Answer other = world.hold(world.acme, world.quote(world.acme, 48, 24).at("id"), "same")
                .send();

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void two_customers_may_choose_the_same_key() {
        assertThat(world.allocate(world.acme, "same").send().status()).isEqualTo(201);
        Answer other = world.allocate(world.globex, "same").send();

        assertThat(other.status()).isEqualTo(201);
        assertThat(other.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void a_booking_without_a_key_is_refused_before_anything_happens() {
        Answer answer = world.api
                .post("/api/v1/allocations", "{}")
                .bearer(world.acme.owner())
                .send();
        assertThat(answer.status()).isIn(400, 422);
        Answer full = world.allocate(world.acme, " ").send();

        assertThat(full.status()).isEqualTo(400);
        assertThat(full.at("code")).isEqualTo("idempotency_key_required");
        assertThat(get("/api/v1/allocations").json().path("items").size()).isZero();
    }

    @Test
    void a_reservation_is_cancelled_only_as_it_was_seen() {
        String quote = world.quote(world.acme, 0, 24).at("id");
        Answer held = world.hold(world.acme, quote, "key").send();
        String path = "/api/v1/reservations/" + held.at("id") + "/cancel";
        String seen = held.header("ETag");
        Answer confirmed = world.confirm(world.acme, held.at("id"), "key-2").send();

        assertThat(world.api.post(path, "").bearer(world.acme.owner()).send().status())
                .isEqualTo(428);
        // As a client does that puts a key on everything it sends, and the same key when it repeats it.
        Answer stale = world.api
                .post(path, "")
                .bearer(world.acme.owner())
                .with("Idempotency-Key", "cancel")
                .with("If-Match", seen)
                .send();
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.at("code")).isEqualTo("stale");
        assertThat(stale.header("ETag")).isEqualTo(confirmed.header("ETag"));
        Answer cancelled = world.api
                .post(path, "")
                .bearer(world.acme.owner())
                .with("Idempotency-Key", "cancel")
                .with("If-Match", stale.header("ETag"))
                .send();
        assertThat(cancelled.status()).as(cancelled.toString()).isEqualTo(200);
        assertThat(cancelled.at("state")).isEqualTo("cancelled");
    }

    @Test
    void what_does_not_fit_is_refused_with_what_would() {
        Answer answer = world.api
                .post("/api/v1/quotes", """
                        {"project_id": "%s", "shape": {"model": "%s", "quantity": 100}, "window": %s}""".formatted(world.acme.project(), World.CARD, World.window(0, 24)))
                .bearer(world.acme.owner())
                .send();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
        assertThat(answer.at("code")).isEqualTo("capacity_exhausted");
        assertThat(answer.at("alternatives.0.kind")).isEqualTo("smaller");
    }

    @Test
    void a_start_may_be_flexible_by_two_days() {
        Answer quote = flexible(48);
        assertThat(quote.status()).as(quote.toString()).isEqualTo(201);
        assertThat(quote.at("window.start")).isEqualTo("2026-03-10T10:00:00Z");
        Answer refused = flexible(49);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.toString()).contains("flexible_hours");
    }

    private Answer flexible(int hours) {
        return world.api
                .post("/api/v1/quotes", """
                        {"project_id": "%s", "shape": {"model": "%s", "quantity": 1}, "window": %s, "flexible_hours": %d}""".formatted(world.acme.project(), World.CARD, World.window(0, 24), hours))
                .bearer(world.acme.owner())
                .send();
    }

    @Test
    void what_cannot_be_started_or_is_nowhere_is_refused_with_what_is_there() {
        Answer images = get("/api/v1/images");
        assertThat(images.json().path("items").size()).as(images.toString()).isEqualTo(1);
        assertThat(images.at("items.0.name")).isEqualTo(InstantEngine.IMAGE);
        assertThat(images.at("items.0.description")).isEqualTo("Says hello.");

        Answer image = allocate("mine", World.CARD);
        assertThat(image.status()).as(image.toString()).isEqualTo(422);
        assertThat(image.at("code")).isEqualTo("unknown_image");
        assertThat(image.at("detail")).isEqualTo("There is no image mine. Known images: " + InstantEngine.IMAGE + ".");

        Answer model = allocate(InstantEngine.IMAGE, "a100");
        assertThat(model.status()).as(model.toString()).isEqualTo(422);
        assertThat(model.at("code")).isEqualTo("unknown_model");
        assertThat(model.at("detail")).contains("nvidia-a100-80gb");
        assertThat(model.at("alternatives.0.kind")).isEqualTo("other_model");
        assertThat(model.at("alternatives.0.request.model")).isEqualTo("nvidia-a100-80gb");
    }

    private Answer allocate(String image, String model) {
        return world.api
                .post("/api/v1/allocations", """
                        {"project_id": "%s", "name": "n", "image": "%s", "shape": {"model": "%s"}}""".formatted(world.acme.project(), image, model))
                .bearer(world.acme.owner())
                .with("Idempotency-Key", image + model)
                .send();
    }

    @Test
    void how_busy_a_booking_was_is_told_a_week_at_a_time() {
        String block = world.hold(world.acme, world.quote(world.acme, 0, 24).at("id"), "key")
                .send()
                .at("id");
        String service = world.allocate(world.acme, "key-2").send().at("id");
        for (String path : List.of("/api/v1/reservations/" + block, "/api/v1/allocations/" + service)) {
            String from = path + "/utilisation?start=2026-03-10T00:00:00Z&end=";
            assertThat(get(from + "2026-03-17T00:00:00Z").status()).isEqualTo(200);
            Answer longer = get(from + "2026-03-17T00:00:01Z");
            assertThat(longer.status()).as(longer.toString()).isEqualTo(422);
            assertThat(longer.at("code")).isEqualTo("window_too_long");
            assertThat(longer.at("detail")).contains("7 days");
            assertThat(longer.at("field")).isEqualTo("end");
        }
    }

    @Test
    void lists_continue_where_they_ended() {
        for (int i = 0; i < 3; i++) {
            assertThat(world.allocate(world.acme, "key-" + i).send().status()).isEqualTo(201);
        }
        Answer first = get("/api/v1/allocations?limit=2");
        Answer rest = get("/api/v1/allocations?limit=2&after=" + first.at("next"));

        assertThat(first.json().path("items").size()).isEqualTo(2);
        assertThat(rest.json().path("items").size()).isEqualTo(1);
        assertThat(rest.json().has("next")).isFalse();
        assertThat(get("/api/v1/allocations?limit=0").status()).isEqualTo(422);
        assertThat(get("/api/v1/allocations?limit=201").status()).isEqualTo(422);
        assertThat(get("/api/v1/allocations?limit=many").status()).isEqualTo(400);
        assertThat(get("/api/v1/allocations?after=nonsense").status()).isEqualTo(422);
    }

    private Answer get(String path) {
        return world.api.get(path).bearer(world.acme.owner()).send();
    }
}
