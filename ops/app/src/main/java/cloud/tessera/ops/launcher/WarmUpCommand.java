package cloud.tessera.ops.launcher;

import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Starts and stops everything once, so that Java can store the classes it needed for the next starts (class data
 * sharing); the build does this after it has built something.
 */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true, description = "Starts and stops once.")
final class WarmUpCommand implements Callable<Integer> {
    private static final List<String> PAGES = List.of("/", "/login", "/api/v1/accelerators", "/health/ready");

    @Parameters(paramLabel = "DIR", description = "An empty directory; its contents may be deleted afterwards.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (var installation = Installation.open(directory, Map.of());
                var platform = Platform.start(installation, "127.0.0.1", 0, false);
                var client = HttpClient.newHttpClient()) {
            for (String page : PAGES) {
                client.send(
                        HttpRequest.newBuilder(URI.create(platform.address() + page))
                                .build(),
                        BodyHandlers.discarding());
            }
        }
        return 0;
    }
}
