package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Ground ground = new Ground();
    private final Ground.Tenant acme = ground.tenant("acme");
    private final Outbox outbox = new Outbox(ground.transactions);
    private final List<Message> received = Collections.synchronizedList(new ArrayList<>());

    private record Payload(String text) {}

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void a_message_is_delivered_once_and_tells_what_was_put_in() {
        put("hello");
        assertThat(outbox.deliver(Ground.JOB, 10, received::add)).isEqualTo(1);
        assertThat(outbox.deliver(Ground.JOB, 10, received::add)).isZero();
        assertThat(received).singleElement().satisfies(message -> {
            assertThat(message.topic()).isEqualTo("greeting");
            assertThat(message.organization()).isEqualTo(acme.organization().id());
            assertThat(Json.read(message.payload(), Payload.class)).isEqualTo(new Payload("hello"));
            assertThat(message.attempt()).isEqualTo(1);
        });
    }

    @Test
    void a_failed_delivery_is_tried_again_after_a_pause_that_grows() {
        put("hello");
        List<Duration> pauses = List.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
        for (Duration pause : pauses) {
            assertThat(outbox.deliver(Ground.JOB, 10, this::fail)).isZero();
            ground.clock.moveTo(ground.clock.instant().plus(pause).minusMillis(1));
            assertThat(outbox.deliver(Ground.JOB, 10, received::add)).isZero();
            ground.clock.moveTo(ground.clock.instant().plusMillis(1));
        }
        assertThat(outbox.deliver(Ground.JOB, 10, received::add)).isEqualTo(1);
        assertThat(received)
                .singleElement()
                .satisfies(message -> assertThat(message.attempt()).isEqualTo(4));
    }

    @Test
    void the_pause_is_never_longer_than_an_hour() {
        assertThat(Outbox.pause(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Outbox.pause(10)).isEqualTo(Duration.ofSeconds(2560));
        assertThat(Outbox.pause(11)).isEqualTo(Duration.ofHours(1));
        assertThat(Outbox.pause(1_000_000)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void one_message_that_fails_does_not_keep_the_next_one_back() {
        put("bad");
        put("good");
        int delivered = outbox.deliver(Ground.JOB, 10, message -> {
            if (message.payload().contains("bad")) {
                throw new IllegalStateException("refused by the receiver");
            }
            received.add(message);
        });
        assertThat(delivered).isEqualTo(1);
        assertThat(received)
                .singleElement()
                .satisfies(message -> assertThat(message.payload()).contains("good"));
    }

    @Test
    void several_workers_at_once_deliver_each_message_once() throws Exception {
        for (int i = 0; i < 40; i++) {
            put("message " + i);
        }
        List<Integer> delivered = Together.run(4, worker -> {
            int all = 0;
            for (int round = 0; round < 20; round++) {
                all += outbox.deliver(Ground.JOB, 5, received::add);
            }
            return all;
        });
        assertThat(delivered.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        assertThat(received).hasSize(40).extracting(Message::number).doesNotHaveDuplicates();
    }

    @Test
    void a_message_that_a_dead_process_had_taken_is_taken_again() {
        put("hello");
        List<Message> taken = ground.transactions.run(Ground.JOB, tx -> OutboxStore.take(tx, 1, Duration.ofMinutes(5)));
        assertThat(taken).hasSize(1);
        assertThat(outbox.deliver(Ground.JOB, 10, received::add)).isZero();
        ground.clock.moveTo(ground.clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(outbox.deliver(Ground.JOB, 10, received::add)).isEqualTo(1);
        assertThat(received)
                .singleElement()
                .satisfies(message ->
                        assertThat(message.number()).isEqualTo(taken.getFirst().number()));
    }

    @Test
    void what_was_delivered_is_forgotten_after_thirty_days_and_what_was_not_is_kept() {
        put("delivered");
        outbox.deliver(Ground.JOB, 10, received::add);
        put("bad");
        outbox.deliver(Ground.JOB, 10, this::fail);
        ground.clock.moveTo(Ground.START.plus(Outbox.KEPT));
        assertThat(outbox.forget(Ground.JOB)).isZero();
        ground.clock.moveTo(ground.clock.instant().plusSeconds(1));
        assertThat(outbox.forget(Ground.JOB)).isEqualTo(1);
        assertThat(outbox.forget(Ground.JOB)).isZero();
        received.clear();
        outbox.deliver(Ground.JOB, 10, received::add);
        assertThat(received)
                .singleElement()
                .satisfies(message -> assertThat(message.payload()).contains("bad"));
    }

    private void put(String text) {
        OrganizationId organization = acme.organization().id();
        ground.transactions.run(acme.owner(), tx -> {
            tx.outbox("greeting", organization, new UUID(0, 1), new Payload(text));
            return text;
        });
    }

    private void fail(Message message) {
        throw new IllegalStateException("refused by the receiver: " + message.number());
    }
}
