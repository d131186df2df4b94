package cloud.tessera.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SearchBenchmarkTest {
    @Test
    void a_nearly_full_calendar_is_loaded_and_searched() {
        var figures = (SearchBenchmark.Figures) new SearchBenchmark()
                .measure(
                        new Options(List.of(
                                "--devices", "1536", "--occupancies", "9000", "--days", "20", "--questions", "50")),
                        _ -> {});

        assertThat(figures.occupancies()).isBetween(8_000L, 9_000L);
        assertThat(figures.held().doubleValue()).isBetween(80.0, 100.0);
        assertThat(figures.fractionFound().doubleValue()).isPositive();
        assertThat(figures.gangFound().doubleValue()).isEqualTo(100.0);
        assertThat(figures.fractionP99Us()).isGreaterThanOrEqualTo(figures.fractionP50Us());
        assertThat(figures.gangP99Us()).isGreaterThanOrEqualTo(figures.gangP50Us());
        assertThat(figures.memoryMb()).isPositive();
    }
}
