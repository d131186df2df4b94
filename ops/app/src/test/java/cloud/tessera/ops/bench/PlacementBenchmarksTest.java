package cloud.tessera.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.ops.database.StartUpProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementBenchmarksTest {
    @TempDir
    Path directory;

    @Test
    void a_small_cluster_is_filled_by_pods_of_the_openb_format() throws IOException {
        Path nodes = Files.writeString(
                directory.resolve("nodes.csv"),
                "sn,cpu_milli,memory_mib,gpu,model\nn1,8000,8000,2,T4\nn2,8000,8000,2,G2\n");
        Path pods = Files.writeString(directory.resolve("pods.csv"), """
                name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec
                p1,100,100,1,500,
                p2,100,100,1,1000,T4
                p3,100,100,0,0,
                """);
        for (String policy : List.of("default", "first-fit", "fgd")) {
            var figures = (OpenbBenchmark.Figures) new OpenbBenchmark()
                    .measure(options("--nodes", nodes, "--pods", pods, "--seeds", "1,2", "--policy", policy), _ -> {});
            assertThat(figures.alloc130().doubleValue()).isBetween(50.0, 100.0);
            assertThat(figures.policy()).isEqualTo(policy);
        }
    }

    @Test
    void what_comes_and_goes_is_accepted_by_profile_and_moves_accept_more() {
        var without = (MigBenchmark.Figures)
                new MigBenchmark().measure(options("--cards", 8, "--seeds", 2, "--load", "1.2"), _ -> {});
        var with = (MigBenchmark.Figures)
                new MigBenchmark().measure(options("--cards", 8, "--seeds", 2, "--load", "1.2", "--moves"), _ -> {});

        assertThat(without.perProfile())
                .containsOnlyKeys("7g.80gb", "4g.40gb", "3g.40gb", "2g.20gb", "1g.20gb", "1g.10gb");
        assertThat(without.movesPer100().signum()).isZero();
        assertThat(with.movesPer100().signum()).isPositive();
        assertThat(with.slotAcceptance()).isGreaterThan(without.slotAcceptance());
    }

    @Test
    void gangs_are_accepted_more_when_what_has_not_started_may_lie_elsewhere() {
        var booked = (GangBenchmark.Figures)
                new GangBenchmark().measure(options("--seeds", 1, "--load", "0.9", "--as-booked"), _ -> {});
        var late = (GangBenchmark.Figures) new GangBenchmark().measure(options("--seeds", 1, "--load", "0.9"), _ -> {});

        assertThat(booked.moves().signum()).isZero();
        assertThat(late.moves().signum()).isPositive();
        assertThat(late.gpuHoursAccepted()).isGreaterThan(booked.gpuHoursAccepted());
        assertThat(late.meanDelay().signum()).isZero();
        assertThat(late.perSize()).containsOnlyKeys("1", "2", "4", "8", "16", "32");
    }

    @Test
    void wrong_options_are_said() {
        assertThatThrownBy(() -> new MigBenchmark().measure(options("--mix", "0.5,0.5"), _ -> {}))
                .isInstanceOf(StartUpProblem.class)
                .hasMessageStartingWith("--mix takes a probability for each of 7g.80gb");
        assertThatThrownBy(() -> new MigBenchmark().measure(options("--policy", "magic"), _ -> {}))
                .hasMessageStartingWith("There is no policy magic");
        assertThatThrownBy(() -> options("--shuffle-nodes", "often").maybeSeed("shuffle-nodes"))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage("--shuffle-nodes takes whole numbers with commas between them.");
        assertThatThrownBy(() -> new OpenbBenchmark().measure(options(), _ -> {}))
                .hasMessage("This benchmark needs --nodes FILE.");
    }

    private static Options options(Object... words) {
        return new Options(Arrays.stream(words).map(String::valueOf).toList());
    }
}
