package cloud.tessera.ops.launcher;

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
        return data != null ? data : Path.of(System.getProperty("tessera.home", ""), ".tessera");
    }
}
