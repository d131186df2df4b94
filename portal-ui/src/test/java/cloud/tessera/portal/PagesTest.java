package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.portal.part.PortalPage;
import com.microsoft.playwright.options.ColorScheme;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final String KEPT =
            "services/" + TestPortal.running().story.kept.id().text();

    private static final String WHAT_FOR = "what-for?task=llm-inference&parameters_billion=13&precision=int8"
            + "&per_second=2000&region=paris&within_ms=40&jurisdictions=FR,DE";

    private static final String NORTHWIND =
            TestPortal.running().story.northwind.id().text();
    private static final Set<String> OPERATORS = Set.of(Story.OPERATOR);
    private static final Set<String> PLATFORM = Set.of(Story.OPERATOR, Story.SUPPORT);
    private static final Set<String> BUILDERS = Set.of(Story.OWNER, Story.DEVELOPER);
    private static final Set<String> AUDITORS = Set.of(Story.OWNER, Story.FINANCE, Story.OPERATOR, Story.SUPPORT);
    private static final Set<String> MEMBERS = Set.of(Story.OWNER, Story.DEVELOPER, Story.FINANCE, Story.VIEWER);
    private static final Set<String> EVERYBODY =
            Set.of(Story.OWNER, Story.DEVELOPER, Story.FINANCE, Story.VIEWER, Story.OPERATOR, Story.SUPPORT);

    /**
     * A page.
     *
     * @param route as the router has it
     * @param path an address of it
     * @param whose who may see it; for others there is nothing here
     */
    record Place(String route, String path, Set<String> whose) {
        Place(String route, Set<String> whose) {
            this(route, route, whose);
        }
    }

    /** Every page behind the door. One that the portal has and that is not here fails this test. */
    private static final List<Place> PLACES = List.of(
            new Place("", EVERYBODY),
            new Place("capacity", MEMBERS),
            new Place("what-for", WHAT_FOR, MEMBERS),
            new Place("reservations", MEMBERS),
            new Place("reservations/:id", BLOCK, EVERYBODY),
            new Place("waitlist", MEMBERS),
            new Place("allocations", MEMBERS),
            new Place("allocations/:id", SERVING, EVERYBODY),
            new Place("services", MEMBERS),
            new Place("services/:id", KEPT, EVERYBODY),
            new Place("usage", MEMBERS),
            new Place("invoices", MEMBERS),
            new Place("invoices/:id", invoice(), EVERYBODY),
            new Place("members", MEMBERS),
            new Place("projects", MEMBERS),
            new Place("api-keys", BUILDERS),
            new Place("sign-ins", EVERYBODY),
            new Place("audit", AUDITORS),
            new Place("operator/fleet", PLATFORM),
            new Place("operator/hosts/:host", "operator/hosts/9", PLATFORM),
            new Place("operator/maintenance", PLATFORM),
            new Place("operator/demand", PLATFORM),
            new Place("operator/organizations", PLATFORM),
            new Place("operator/organizations/:id", "operator/organizations/" + NORTHWIND, PLATFORM),
            new Place("operator/invoices", PLATFORM),
            new Place("operator/invoices/:id", "operator/" + invoice(), EVERYBODY),
            new Place("operator/prices", PLATFORM),
            new Place("operator/demo", OPERATORS));

    /** Open by design, and visited by {@link DoorTest}. */
    private static final Set<String> OPEN = Set.of("sign-in");

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
                                WHAT_FOR,
                                "reservations",
                                BLOCK,
                                HELD,
                                "waitlist",
                                "allocations",
                                SERVING,
                                "services",
                                KEPT,
                                "usage",
                                "invoices",
                                "members",
                                "projects",
                                "api-keys")),
                new Visitor(
                        "finance",
                        Story.FINANCE,
                        List.of("", "usage?month=2026-02", "invoices", invoice(), "reservations", SERVING, "audit")),
                new Visitor("viewer", Story.VIEWER, List.of("", "capacity", BLOCK, "members", "projects", "sign-ins")),
                new Visitor("owner", Story.OWNER, List.of("members", "api-keys", "audit")),
                new Visitor(
                        "newcomer",
                        Story.NEWCOMER,
                        List.of("", "reservations", "allocations", "services", "usage", "invoices", "api-keys")),
                new Visitor(
                        "operator",
                        Story.OPERATOR,
                        List.of(
                                "operator/fleet",
                                "operator/hosts/9",
                                "operator/maintenance",
                                BLOCK,
                                SERVING,
                                "operator/demand",
                                "operator/organizations",
                                "operator/organizations/" + NORTHWIND,
                                "operator/invoices",
                                "operator/" + invoice(),
                                "operator/prices",
                                "operator/demo",
                                "audit")),
                new Visitor(
                        "support", Story.SUPPORT, List.of("operator/fleet", "operator/organizations/" + NORTHWIND)));
    }

    static Stream<String> people() {
        return EVERYBODY.stream().sorted();
    }

    @Test
    void every_page_of_the_portal_has_an_expectation_and_a_visitor() throws Exception {
        Set<String> there = routes();
        there.removeAll(OPEN);
        assertThat(there)
                .as("pages of the portal and those that are expected here")
                .isEqualTo(PLACES.stream().map(Place::route).collect(Collectors.toSet()));

        List<String> visited = visitors()
                .flatMap(visitor -> visitor.paths().stream())
                .map(path -> path.replaceAll("\\?.*", ""))
                .toList();
        assertThat(PLACES.stream()
                        .map(Place::route)
                        .filter(route -> visited.stream().noneMatch(path -> leads(path, route))))
                .as("pages that nobody visits")
                .isEmpty();
    }

    /** The routes of every class of the portal that is a page. */
    private static Set<String> routes() throws Exception {
        Path classes = Path.of(PortalPage.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> routes = new HashSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString().replace('/', '.');
                Class<?> type = Class.forName(
                        name.substring(0, name.length() - ".class".length()), false, PagesTest.class.getClassLoader());
                Route route = type.getAnnotation(Route.class);
                if (route != null) {
                    routes.add(route.value());
                }
                for (RouteAlias alias : type.getAnnotationsByType(RouteAlias.class)) {
                    routes.add(alias.value());
                }
            }
        }
        return routes;
    }

    private static boolean leads(String path, String route) {
        return path.matches(route.replaceAll(":[a-z]+", "[^/]+"));
    }

    @ParameterizedTest
    @MethodSource("people")
    void there_is_nothing_for_whom_a_page_is_not_for(String email) {
        try (var window = Window.of(email)) {
            window.expect("404");
            for (Place place : PLACES) {
                if (!place.whose().contains(email)) {
                    window.go("/" + place.path());
                    assertThat(window.page.locator("h1")).hasText("There is nothing here");
                }
            }
        }
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
        return path.isEmpty() ? "home" : path.replaceAll("[_?][^/]*$", "").replaceAll("[^a-z0-9]+", "-");
    }
}
