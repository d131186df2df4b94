package cloud.tessera.ops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only the text of the sources shows. */
class SourcesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @Test
    void only_the_room_transaction_sets_a_role_of_the_database() {
        assertThat(linesWith(
                        "(?i)set\\s+(local\\s+)?role\\b|set_config\\(\\s*'role'",
                        file -> file.endsWith(".java")
                                && file.contains("/src/main/")
                                && !file.contains("quota/src/main/java/cloud/tessera/quota/transaction/")))
                .isEmpty();
    }

    @Test
    void statements_and_defaults_read_neither_the_clock_nor_the_ids_of_the_database() {
        String words = "(?i)\\b(now\\(\\)|current_timestamp|current_date|clock_timestamp\\(\\)"
                + "|gen_random_uuid\\(\\)|uuidv7\\(\\)|uuidv4\\(\\))";
        assertThat(linesWith(words, file -> file.endsWith(".sql") && file.contains("/src/main/")))
                .isEmpty();
        assertThat(linesWith(
                        "DSL\\.(now|currentTimestamp|currentOffsetDateTime|currentDate|uuid)\\(",
                        file -> file.endsWith(".java") && file.contains("/src/main/")))
                .isEmpty();
        assertThat(literalsWith(words)).isEmpty();
    }

    @Test
    void nothing_is_left_for_somebody_else_to_do() {
        assertThat(linesWith(
                        "\\b(TODO|FIXME|XXX)\\b|@Disabled",
                        file -> (file.endsWith(".java") || file.endsWith(".sql") || file.endsWith(".sh"))
                                && !file.endsWith("architecture/SourcesTest.java")))
                .isEmpty();
    }

    private static List<String> linesWith(String expression, Predicate<String> files) {
        Pattern pattern = Pattern.compile(expression);
        List<String> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(ROOT)) {
            walk.filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("/.tessera/"))
                    .filter(path -> files.test(path.toString()) && Files.isRegularFile(path))
                    .forEach(path -> search(path, pattern, found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The literals of our Java code in which an expression is found: statements are written there. */
    private static List<String> literalsWith(String expression) {
        Pattern literal = Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:\\\\.|[^\"\\\\\n])*)\"", Pattern.DOTALL);
        Pattern pattern = Pattern.compile(expression);
        List<String> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(ROOT)) {
            List<Path> files = walk.filter(path -> path.toString().contains("/src/main/java/"))
                    .filter(path -> path.toString().endsWith(".java"))
                    .toList();
            for (Path file : files) {
                literal.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .filter(text -> pattern.matcher(text).find())
                        .forEach(text -> found.add(ROOT.relativize(file) + ": " + text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static void search(Path path, Pattern pattern, List<String> found) {
        try {
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                boolean comment = line.startsWith("--") || line.startsWith("//") || line.startsWith("*");
                if (!comment && pattern.matcher(line).find()) {
                    found.add(ROOT.relativize(path) + ":" + (i + 1) + ": " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
