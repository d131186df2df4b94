package cloud.tessera.ops.bench;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.quota.transaction.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ops/bench NAME}: runs one benchmark and prints its figures as one line of JSON, last. */
@Command(name = "bench", description = "Runs a benchmark and prints its figures as one line of JSON.")
public final class Bench implements Callable<Integer> {
    private static final SortedMap<String, Benchmark> BENCHMARKS = new TreeMap<>(Map.of(
            "admission", new AdmissionBenchmark(),
            "gang", new GangBenchmark(),
            "placement-mig", new MigBenchmark(),
            "placement-openb", new OpenbBenchmark(),
            "product", new ProductBenchmark(),
            "rls", new RlsBenchmark(),
            "search", new SearchBenchmark()));

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = "Which benchmark: admission, gang, placement-mig, placement-openb, product, rls, search.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private String name;

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        Benchmark benchmark = BENCHMARKS.get(name);
        if (benchmark == null) {
            throw new StartUpProblem(
                    Kind.USAGE,
                    "There is no benchmark " + name + "; there is: " + String.join(", ", BENCHMARKS.keySet()) + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        Object figures = benchmark.measure(new Options(options), line -> {
            out.println(line);
            out.flush();
        });
        out.println(Json.write(figures));
        out.flush();
        return 0;
    }
}
