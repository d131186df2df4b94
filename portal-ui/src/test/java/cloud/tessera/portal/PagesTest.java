package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page as every role that it is for: it stands, fits 360 px, reports no trouble and is accessible. */
class PagesTest {
    private static final String BLOCK =
            "reservations/" + TestPortal.running().story.running.id().text();
    private static final String HELD =
            "reservations/" + TestPortal.running().story.held.id().text();
    private static final String SERVING =
            "allocations/" + TestPortal.running().story.serving.id().text();

    /** Pages that somebody has looked at in every light already; another role sees less of them, or the same. */
    private static final Set<String> SEEN = new HashSet<>();

    record Visitor(String name, String email, List<String> paths) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Visitor> visitors() {
        return Stream.of(
                new Visitor(
                        "developer",
                        Story.DEVELOPER,
                        List.of(
                                "",
                                "capacity",
                                "reservations",
                                BLOCK,
                                HELD,
                                "allocations",
                                SERVING,
                                "usage",
                                "invoices",
                                "members",
                                "projects",
                                "api-keys")),
                new Visitor(
                        "finance",
                        Story.FINANCE,
                        List.of("", "usage?month=2026-02", "invoices", invoice(), "reservations", SERVING, "audit")),
                new Visitor("viewer", Story.VIEWER, List.of("", "capacity", BLOCK, "members", "projects")),
                new Visitor("owner", Story.OWNER, List.of("members", "api-keys", "audit")),
                new Visitor(
                        "newcomer",
                        Story.NEWCOMER,
                        List.of("", "reservations", "allocations", "usage", "invoices", "api-keys")),
                new Visitor(
                        "operator",
                        Story.OPERATOR,
                        List.of(
                                "operator/fleet",
                                "operator/hosts/9",
                                BLOCK,
                                SERVING,
                                "operator/organizations",
                                "operator/organizations/"
                                        + TestPortal.running()
                                                .story
                                                .northwind
                                                .id()
                                                .text(),
                                "operator/invoices",
                                "operator/" + invoice(),
                                "operator/prices",
                                "operator/demo",
                                "audit")),
                new Visitor(
                        "support",
                        Story.SUPPORT,
                        List.of(
                                "operator/fleet",
                                "operator/organizations/"
                                        + TestPortal.running()
                                                .story
                                                .northwind
                                                .id()
                                                .text())));
    }

    private static String invoice() {
        return "invoices/" + TestPortal.running().story.invoice().id().text();
    }

    @ParameterizedTest
    @MethodSource("visitors")
    void every_page_stands_for_whom_it_is_for(Visitor visitor) {
        try (var window = Window.of(visitor.email())) {
            for (String path : visitor.paths()) {
                window.go("/" + path);
                assertThat(window.page.locator("main h1")).isVisible();
                String name = visitor.name() + "-" + name(path);
                window.picture(name + "-light");
                window.accessible();
                if (SEEN.add(path) || visitor.email().equals(Story.NEWCOMER)) {
                    window.dark();
                    window.contrasts();
                    window.picture(name + "-dark");
                    window.light();
                    window.narrow();
                    window.fits();
                    window.picture(name + "-360");
                    window.wide();
                }
            }
        }
    }

    @Test
    void the_first_pages_fit_a_telephone_from_the_start() {
        try (var window = Window.of(Story.DEVELOPER, Window.NARROW, ColorScheme.DARK)) {
            for (String path : List.of("", "capacity", "reservations")) {
                window.go("/" + path);
                assertThat(window.page.locator("main h1")).isVisible();
                window.fits();
                window.picture("telephone-" + name(path));
            }
            window.page.locator("vaadin-drawer-toggle").click();
            assertThat(window.page.getByText("API keys")).isVisible();
            window.picture("telephone-menu");
        }
    }

    @Test
    void the_choice_between_light_and_dark_stays_with_the_browser() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/members");
            assertThat(window.page.locator("html")).hasAttribute("theme", "light");
            window.page.locator("#scheme").click();
            assertThat(window.page.locator("html")).hasAttribute("theme", "dark");
            window.go("/projects");
            assertThat(window.page.locator("html")).hasAttribute("theme", "dark");
        }
    }

    private static String name(String path) {
        return path.isEmpty() ? "home" : path.replaceAll("_[^/]*$", "").replaceAll("[^a-z0-9]+", "-");
    }
}
