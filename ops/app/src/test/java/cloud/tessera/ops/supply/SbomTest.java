package cloud.tessera.ops.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of parts that the build makes is whole: target/tessera-sbom.json. */
@SuppressWarnings("NullAway.Init")
class SbomTest {
    /** Parts that the build has on its class path and the program has not. */
    private static final Set<String> TESTS_ALONE = Set.of(
            "junit",
            "assertj",
            "archunit",
            "awaitility",
            "hamcrest",
            "opentest4j",
            "apiguardian",
            "surefire",
            "byte-buddy",
            "tessera-testing",
            // Playwright and what it needs.
            "playwright",
            "driver-",
            "gson",
            "error_prone_annotations",
            // The HTTP client of the tests and what it needs.
            "micronaut-http-client",
            "micronaut-websocket",
            "netty-handler-proxy",
            "netty-codec-socks");

    private static JsonNode parts;

    @BeforeAll
    static void read() throws IOException {
        JsonNode bom =
                new ObjectMapper().readTree(Path.of("target/tessera-sbom.json").toFile());
        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
        assertThat(bom.path("metadata").path("component").path("name").asText()).isEqualTo("tessera-app");
        parts = bom.path("components");
    }

    @Test
    void every_library_that_the_program_runs_with_is_listed_with_its_version_and_hash() {
        Set<String> listed = Stream.of(parts)
                .flatMap(all -> all.valueStream())
                .map(part ->
                        part.path("name").asText() + "-" + part.path("version").asText())
                .collect(Collectors.toSet());
        List<String> needed = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).getFileName().toString().replaceFirst("\\.jar$", ""))
                .filter(name -> TESTS_ALONE.stream().noneMatch(name::startsWith))
                .toList();
        assertThat(needed)
                .as("what runs here")
                .hasSizeGreaterThan(100)
                .anyMatch(name -> name.startsWith("postgresql-"));
        assertThat(needed.stream().filter(name -> listed.stream().noneMatch(name::startsWith)))
                .as("libraries that target/tessera-sbom.json does not name")
                .isEmpty();
        assertThat(parts.valueStream().filter(part -> part.path("hashes").isEmpty()))
                .as("parts without a hash")
                .isEmpty();
    }

    @Test
    void every_library_of_others_says_its_licence_and_where_it_comes_from() {
        List<JsonNode> others = parts.valueStream()
                .filter(part -> !part.path("group").asText().equals("cloud.tessera"))
                .toList();
        assertThat(others.stream()
                        .filter(part -> part.path("licenses").isEmpty())
                        .map(part -> part.path("purl").asText()))
                .as("parts without a licence")
                .isEmpty();
        assertThat(others)
                .allSatisfy(part -> assertThat(part.path("purl").asText()).startsWith("pkg:maven/"));
    }
}
