package cloud.tessera.ops.replay;

import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Opened;
import cloud.tessera.ops.trace.Inputs;
import cloud.tessera.ops.trace.Pod;
import cloud.tessera.ops.trace.PodList;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Json;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ops/replay}: replays a cluster trace into a data directory of its own and writes down what came of it. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays a cluster trace through the real use cases, on a clock that it moves.",
            "",
            "Files are those of Alibaba's cluster-trace-gpu-v2023 (openb). The last line is JSON: accepted, refused by"
                    + " code, unit_seconds, invoiced by currency, seconds."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final long SEED = 2023;

    @Option(names = "--nodes", required = true, paramLabel = "FILE", description = "The machines: an openb node list.")
    private Path nodes = Path.of("");

    @Option(
            names = "--pods",
            required = true,
            paramLabel = "FILE",
            description = "The pods: an openb pod list with times.")
    private Path pods = Path.of("");

    @Option(
            names = "--organizations",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many organizations share the pods, by crc32 of the name (default ${DEFAULT-VALUE}).")
    private int organizations;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "A new data directory for the database of the replay.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where allocations.csv, readings.csv, prices.csv and invoices.json go (default: replay in the"
                    + " data directory).")
    private @Nullable Path out;

    @Option(
            names = "--private-cards",
            description = "A card belongs to one organization at a time, instead of being shared as in openb.")
    private boolean privateCards;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        long begun = System.nanoTime();
        if (organizations < 1 || organizations > 1000) {
            throw Inputs.usage("--organizations takes a number from 1 to 1000.");
        }
        List<Pod> trace = PodList.read(pods);
        byte[] machines = Inputs.bytes("node list", nodes);
        MovableClock clock = MovableClock.standingAt(Replay.EPOCH);
        var ids = new IdSource(clock, new SplittableRandom(SEED));
        try (var opened = Opened.untilTheProcessEnds()) {
            Installation installation = Installation.open(data, java.util.Map.of(), opened);
            if (!installation.isNew()) {
                throw Inputs.usage("The data directory " + data + " has been used before; a replay needs a new one.");
            }
            try (HikariDataSource hasty = installation.hasty();
                    ApplicationContext beans = Beans.withoutDoors(hasty, clock, ids, new ReadyAtOnce(clock))) {
                Replay replay = beans.getBean(Replay.class);
                List<NewPrice> prices = open(replay, machines);
                Outcomes outcomes = replay.run(trace, organizations);
                Path directory = out == null ? data.resolve("replay") : out;
                Books.Totals totals = beans.getBean(Books.class).write(directory, outcomes, prices);
                report(new Summary(
                        outcomes.accepted().size(),
                        outcomes.refused(),
                        totals.unitSeconds(),
                        totals.minimumUnitSeconds(),
                        totals.invoiced(),
                        BigDecimal.valueOf((System.nanoTime() - begun) / 1_000_000, 3)
                                .setScale(1, RoundingMode.HALF_UP)));
            }
        }
        return 0;
    }

    private List<NewPrice> open(Replay replay, byte[] machines) {
        try {
            return replay.open(String.valueOf(nodes.getFileName()), machines, privateCards);
        } catch (Refused refused) {
            throw Inputs.refused(refused.refusal().detail());
        }
    }

    private void report(Summary summary) {
        PrintWriter to = spec.commandLine().getOut();
        to.println(Json.write(summary));
        to.flush();
    }
}
