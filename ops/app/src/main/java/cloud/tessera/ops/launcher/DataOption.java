package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the installation lies; common to all commands that work on one. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept; .tessera beside the sources if it is not given.")
    private @Nullable Path data;

    /** As given, or {@code .tessera} in the directory of the sources, or else in the current one. */
    Path path() {
        if (data != null && data.toString().isEmpty()) {
            // An unset variable in a script; the current directory would be filled instead.
            throw new StartUpProblem(Kind.USAGE, "--data takes a directory, and what was given is empty.");
        }
        return data != null ? data : Path.of(System.getProperty("tessera.home", ""), ".tessera");
    }
}
