package cloud.tessera.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.ops.trace.PodList;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two organizations on two T4 (0.34 EUR an hour, 0.000374 for a thousandth) and one P100 (0.42). By the CRC-32 of their
 * names, pods a, b, h, i and k belong to organization 0, and d, e, f, g and l to organization 1.
 */
class ReplayTest {
    private static final String NODES = """
            sn,cpu_milli,memory_mib,gpu,model
            node-a,16000,65536,2,T4
            node-b,8000,32768,1,P100
            """;
    private static final String PODS = """
            name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time,deletion_time
            pod-a,4000,8192,1,1000,T4,0,3600
            pod-b,2000,4096,1,500,,600,7800
            pod-c,2000,4096,0,0,,0,100
            pod-d,1000,2048,1,400,T4,1000,2000
            pod-e,1000,1024,2,1000,T4,1200,1300
            pod-f,1000,1024,1,1000,P100|T4,1200,1260
            pod-g,1000,1024,1,1000,A10,0,100
            pod-h,1000,1024,1,1000,,50,50
            pod-i,9000,1024,1,1000,P100,1400,1500
            pod-l,1000,1024,1,100,T4,3000,3010
            pod-k,1000,1024,1,100,T4,2674800,2682000
            """;

    @TempDir
    Path directory;

    /** What was written, with the summary's parts. */
    private record Result(Outcomes outcomes, Books.Totals totals) {}

    @Test
    void a_small_trace_gives_the_figures_that_are_worked_out_by_hand() throws IOException {
        Result result = replay(false);

        // e wants two T4 while b holds a part of one, i more vCPU than the host of the P100 has, g a card nobody has.
        assertThat(result.outcomes().accepted()).hasSize(6);
        assertThat(result.outcomes().refused())
                .isEqualTo(Map.of("capacity_exhausted", 2, "empty_interval", 1, "unknown_model", 1));
        // a 3,600; b 500 x 7,200; d 400 x 1,000; f 60; k 100 x 7,200; l 100 x 10, and 50 seconds up to the minimum.
        assertThat(result.totals().unitSeconds()).isEqualTo(3_600 + 3_600_000 + 400_000 + 60 + 720_000 + 1_000);
        assertThat(result.totals().minimumUnitSeconds()).isEqualTo(5_000);
        // Organization 0: January 0.34 + 1000 x 0.000374 + 100 x 0.000374 = 0.7514, February 100 x 0.000374 = 0.0374.
        // Organization 1: January 406,000 / 3,600 x 0.000374 + 0.42 / 60 = 0.0492.
        assertThat(result.totals().invoiced()).isEqualTo(Map.of("EUR", "0.84"));
        assertThat(Files.readString(directory.resolve("invoices.json")))
                .contains("\"total\":\"0.75\"", "\"total\":\"0.04\"", "\"total\":\"0.05\"");
    }

    @Test
    void the_books_say_what_was_accepted_and_what_it_cost() throws IOException {
        replay(false);

        assertThat(Files.readAllLines(directory.resolve("allocations.csv")).stream()
                        .map(line -> line.substring(line.indexOf(',') + 1)))
                .containsExactly(
                        "organization,sku,quantity,start,end",
                        "organization-01,P100/card,1,2026-01-01T00:20:00Z,2026-01-01T00:21:00Z",
                        "organization-01,T4/thousandth,400,2026-01-01T00:16:40Z,2026-01-01T00:33:20Z",
                        "organization-01,T4/thousandth,100,2026-01-01T00:50:00Z,2026-01-01T00:50:10Z",
                        "organization-00,T4/card,1,2026-01-01T00:00:00Z,2026-01-01T01:00:00Z",
                        "organization-00,T4/thousandth,500,2026-01-01T00:10:00Z,2026-01-01T02:10:00Z",
                        "organization-00,T4/thousandth,100,2026-01-31T23:00:00Z,2026-02-01T01:00:00Z");
        assertThat(Files.readAllLines(directory.resolve("prices.csv")))
                .contains("T4/thousandth,inference,*,EUR,2026-01-01T00:00:00Z,0.000374,example");
        // b crosses two full hours, k one, and k the month at the same time; l has one for the minimum.
        assertThat(Files.readAllLines(directory.resolve("readings.csv"))).hasSize(1 + 1 + 3 + 1 + 1 + 2 + 2);
    }

    @Test
    void on_private_cards_no_other_organization_gets_the_rest_of_a_card() throws IOException {
        Result result = replay(true);

        // d and l would have to share a card with b.
        assertThat(result.outcomes().refused())
                .isEqualTo(Map.of("capacity_exhausted", 4, "empty_interval", 1, "unknown_model", 1));
        assertThat(result.totals().unitSeconds()).isEqualTo(3_600 + 3_600_000 + 60 + 720_000);
        // Organization 0 as before: 0.75 and 0.04. Organization 1: 0.42 / 60 = 0.007.
        assertThat(result.totals().invoiced()).isEqualTo(Map.of("EUR", "0.80"));
    }

    @Test
    void the_same_trace_gives_the_same_books_to_the_byte() throws IOException {
        replay(false);
        String first = books();
        replay(false);

        assertThat(books()).isEqualTo(first);
    }

    private String books() throws IOException {
        var all = new StringBuilder();
        for (String file : List.of("allocations.csv", "readings.csv", "prices.csv", "invoices.json")) {
            all.append(Files.readString(directory.resolve(file)));
        }
        return all.toString();
    }

    private Result replay(boolean privateCards) throws IOException {
        Path pods = Files.writeString(directory.resolve("pods.csv"), PODS);
        MovableClock clock = MovableClock.standingAt(Replay.EPOCH);
        var ids = new IdSource(clock, new SplittableRandom(1));
        try (HikariDataSource database = pool(TestDatabase.fresh().application());
                ApplicationContext beans = Beans.withoutDoors(database, clock, ids, new ReadyAtOnce(clock))) {
            Replay replay = beans.getBean(Replay.class);
            List<NewPrice> prices = replay.open("nodes.csv", NODES.getBytes(StandardCharsets.UTF_8), privateCards);
            Outcomes outcomes = replay.run(PodList.read(pods), 2);
            return new Result(outcomes, beans.getBean(Books.class).write(directory, outcomes, prices));
        }
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        var config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }
}
