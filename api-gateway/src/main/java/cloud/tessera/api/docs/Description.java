package cloud.tessera.api.docs;

import io.micronaut.core.io.scan.ClassPathResourceLoader;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The description of the API as it is published: OpenAPI 3.1. The build makes 3.0 from the code; what differs for this
 * API is the number and that 3.1 has no {@code nullable}, which our records do not need: a value that is not there is
 * absent, never null. The names of lists are made readable, too.
 */
@Singleton
public final class Description {
    private static final String GENERATED = "META-INF/swagger/openapi.yml";

    private final String text;

    Description(ClassPathResourceLoader resources) {
        this.text = published(read(resources));
    }

    /** The whole document, YAML. */
    public String text() {
        return text;
    }

    private static String published(String generated) {
        return generated
                .replaceFirst("(?m)^openapi: 3\\.0\\.[0-9]+$", "openapi: 3.1.0")
                .replaceAll("(?m)^ *nullable: true\\R", "")
                .replaceAll("ListingOf(\\w+?)(?:Resource)?Of\\b", "$1List")
                .replaceAll("(?m)^ *exampleSetFlag: true\\R", "");
    }

    private static String read(ClassPathResourceLoader resources) {
        try (InputStream in = resources
                .getResourceAsStream(GENERATED)
                .orElseThrow(() -> new IllegalStateException(GENERATED + " is not on the class path"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
