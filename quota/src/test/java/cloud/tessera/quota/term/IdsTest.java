package cloud.tessera.quota.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final MovableClock clock = MovableClock.standingAt(NOON);

    @Test
    void base32_of_an_id_is_read_back_as_the_same_id() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            var id = new UUID(random.nextLong(), random.nextLong());
            assertThat(Base32.decode(Base32.encode(id))).isEqualTo(id);
        }
        assertThat(Base32.encode(new UUID(0, 0))).isEqualTo("0".repeat(26));
        assertThat(Base32.encode(new UUID(-1, -1))).isEqualTo("7" + "z".repeat(25));
    }

    @Test
    void base32_sorts_like_the_ids() {
        var source = new IdSource(clock, new Random(1));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            texts.add(Base32.encode(source.next()));
        }
        assertThat(texts).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void base32_refuses_what_it_would_not_write() {
        assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode("8" + "0".repeat(25)));
        assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode("0".repeat(25)));
        assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode("0".repeat(25) + "u"));
        assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode("0".repeat(25) + "A"));
        assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode("0".repeat(25) + "é"));
    }

    @Test
    void an_id_says_what_it_names_and_is_not_read_as_anything_else() {
        var id = new ProjectId(new IdSource(clock, new Random(1)).next());
        assertThat(id.text()).startsWith("prj_").hasSize(30);
        assertThat(ProjectId.of(id.text())).isEqualTo(id);
        assertThatIllegalArgumentException().isThrownBy(() -> OrganizationId.of(id.text()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProjectId.of("prj-" + id.text().substring(4)));
        assertThatIllegalArgumentException().isThrownBy(() -> ProjectId.of(""));
    }

    @Test
    void ids_are_uuid_version_7_of_the_clock() {
        UUID id = new IdSource(clock, new Random(1)).next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void the_same_seed_and_clock_give_the_same_ids() {
        var one = new IdSource(MovableClock.standingAt(NOON), new Random(5));
        var other = new IdSource(MovableClock.standingAt(NOON), new Random(5));
        assertThat(IntStream.range(0, 100).mapToObj(i -> one.next()).toList())
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> other.next()).toList());
    }

    @Test
    void an_opaque_id_tells_nothing_of_the_time() {
        UUID opaque = new IdSource(clock, new Random(1)).opaque();
        assertThat(opaque.version()).isEqualTo(4);
        assertThat(opaque.variant()).isEqualTo(2);
    }

    @Test
    void a_moved_clock_never_goes_back() {
        clock.moveTo(NOON.plus(Duration.ofDays(1)));
        clock.moveTo(NOON);
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(1)));
    }
}
