package cloud.tessera.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.MoneyRoom;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeteringTest {
    private MoneyRoom room;

    @BeforeAll
    void open() {
        room = new MoneyRoom("2026-10-01T00:00:00Z");
    }

    @AfterAll
    void close() {
        room.close();
    }

    @Test
    void a_reading_is_cut_at_utc_hours_and_where_the_customers_month_begins() {
        // In India a month begins at half past an hour of UTC.
        Organization delhi = room.organization("INR", "Asia/Kolkata", Terms.INVOICED);
        UUID claim = room.ids.next();
        Taken taken = room.take(room.reading(delhi, claim, "2026-09-30T17:59:50Z", 3_700));
        assertThat(taken).isEqualTo(new Taken(4, 0));
        assertThat(room.metering.of(room.member(delhi, Role.VIEWER), claim))
                .extracting(Reading::occurredAt, Reading::seconds)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-09-30T17:59:50Z"), 10),
                        org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-09-30T18:00:00Z"), 1_800),
                        org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-09-30T18:30:00Z"), 1_800),
                        org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-09-30T19:00:00Z"), 90));
    }

    @Test
    void the_same_reading_again_changes_nothing() throws Exception {
        Organization owner = room.organization("EUR", "UTC", Terms.INVOICED);
        Reading reading = room.reading(owner, room.ids.next(), "2026-09-20T10:30:00Z", 5_000);
        assertThat(room.take(reading, reading)).isEqualTo(new Taken(2, 2));
        assertThat(room.take(reading)).isEqualTo(new Taken(0, 2));
        assertThat(room.count(
                        "select sum(unit_seconds) from billing.usage_hour where claim_id = '" + reading.claim() + "'"))
                .isEqualTo(5_000);
    }

    @Test
    void the_readings_of_another_organization_are_not_seen() {
        Organization owner = room.organization("EUR", "UTC", Terms.INVOICED);
        Organization other = room.organization("EUR", "UTC", Terms.INVOICED);
        UUID claim = room.ids.next();
        room.take(room.reading(owner, claim, "2026-09-20T10:30:00Z", 60));
        assertThat(room.metering.of(room.member(other, Role.OWNER), claim)).isEmpty();
        assertThat(room.metering.of(room.member(owner, Role.VIEWER), claim)).hasSize(1);
    }

    @Test
    void sixty_thousand_rows_are_taken_in_one_call() throws Exception {
        Organization owner = room.organization("EUR", "UTC", Terms.INVOICED);
        List<Reading> readings = new ArrayList<>();
        var project = room.project(owner);
        for (int claim = 0; claim < 500; claim++) {
            Reading first = room.reading(owner, room.ids.next(), "2026-09-01T00:00:00Z", 120 * 3600);
            readings.add(new Reading(
                    first.claim(),
                    first.occurredAt(),
                    0,
                    owner.id(),
                    project,
                    "many",
                    first.workload(),
                    "fra1",
                    7,
                    first.seconds(),
                    "test"));
        }
        assertThat(room.metering.take(room.job, readings)).isEqualTo(new Taken(60_000, 0));
        assertThat(room.count("select sum(unit_seconds) from billing.usage_hour where sku = 'many'"))
                .isEqualTo(500L * 120 * 3600 * 7);
        List<Reading> exported = new ArrayList<>();
        room.metering.export(room.job, exported::add);
        assertThat(exported.stream().filter(r -> r.sku().equals("many"))).hasSize(60_000);
    }
}
