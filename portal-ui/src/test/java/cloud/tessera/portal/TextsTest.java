package cloud.tessera.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.quota.term.Role;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path BUNDLE = Path.of("src/main/resources/cloud/tessera/portal/texts.properties");
    private static final Pattern TEXT =
            Pattern.compile("Texts\\s*\\.(text|title|count)\\(\\s*\"([a-z._]+)\"\\s*([,)+])");
    private static final Pattern WORD = Pattern.compile("\"([a-z]+(?:[._][a-z]+)*)\"");

    @Test
    void every_text_that_is_asked_for_is_in_the_bundle() throws IOException {
        Set<String> missing = new TreeSet<>();
        Properties bundle = bundle();
        for (String source : sources()) {
            Matcher asked = TEXT.matcher(source);
            while (asked.find()) {
                if (asked.group(3).equals("+")) {
                    continue;
                }
                List<String> keys = asked.group(1).equals("count")
                        ? List.of(asked.group(2) + ".one", asked.group(2) + ".many")
                        : List.of(asked.group(2));
                keys.stream().filter(key -> !bundle.containsKey(key)).forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_text_in_the_bundle_is_asked_for() throws IOException {
        Set<String> words = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        for (String source : sources()) {
            Matcher word = WORD.matcher(source);
            while (word.find()) {
                words.add(word.group(1));
            }
            Matcher prefix = Pattern.compile("\"([a-z.]+\\.)\"\\s*\\+").matcher(source);
            while (prefix.find()) {
                prefixes.add(prefix.group(1));
            }
        }
        Set<String> idle = new TreeSet<>();
        for (String key : bundle().stringPropertyNames()) {
            boolean used = words.contains(key)
                    || words.contains(key.replaceFirst("\\.(one|many|more)$", ""))
                    || prefixes.stream().anyMatch(key::startsWith);
            if (!used) {
                idle.add(key);
            }
        }
        assertThat(idle).isEmpty();
    }

    @Test
    void every_role_and_state_has_its_words() {
        for (Role role : Role.values()) {
            assertThat(cloud.tessera.portal.part.Texts.text("role." + role.text()))
                    .isNotBlank();
        }
        for (String state : List.of("held", "scheduled", "active", "completed", "released", "failed", "paid", "up")) {
            assertThat(StateBadge.text(state)).isNotBlank();
        }
    }

    @Test
    void no_page_of_a_member_has_words_of_its_own() {
        noWordsOfTheirOwn(
                Story.OWNER,
                List.of(
                        "",
                        "capacity",
                        "what-for?task=llm-lora&parameters_billion=7&precision=bf16&amount=10000000",
                        "reservations",
                        "waitlist",
                        "allocations",
                        "usage",
                        "invoices",
                        "members",
                        "projects",
                        "api-keys",
                        "audit"));
    }

    @Test
    void no_page_of_an_operator_has_words_of_its_own() {
        noWordsOfTheirOwn(
                Story.OPERATOR,
                List.of(
                        "operator/fleet",
                        "operator/demand",
                        "operator/organizations",
                        "operator/invoices",
                        "operator/prices",
                        "operator/demo"));
    }

    /** With the texts marked, whatever people read and is not marked was written into a page by hand. */
    private static void noWordsOfTheirOwn(String email, List<String> paths) {
        try (var window = Window.marked(email)) {
            for (String path : paths) {
                window.go("/" + path);
                Object found = window.page.evaluate("""
                        () => [...document.querySelectorAll('h1, h2, h3, label, th, dt, legend, vaadin-button, button,'
                                + ' vaadin-side-nav-item, vaadin-grid-cell-content[slot*="header"], .label, .remark, .lead')]
                            .filter(e => e.checkVisibility() && !e.closest('[data-name]'))
                            .map(e => e.innerText.trim())
                            .filter(text => /[a-z]{3}/i.test(text) && !text.includes('\\u27e6'))
                        """);
                assertThat((List<?>) found).as("words of its own on /" + path).isEmpty();
            }
        }
    }

    private static Properties bundle() throws IOException {
        var bundle = new Properties();
        try (Reader in = Files.newBufferedReader(BUNDLE, StandardCharsets.UTF_8)) {
            bundle.load(in);
        }
        return bundle;
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> sources = new java.util.ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.add(Files.readString(file));
            }
            return sources;
        }
    }
}
