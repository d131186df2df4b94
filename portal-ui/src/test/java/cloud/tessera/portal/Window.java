package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assertions;

/**
 * A window of a real Chromium on the portal. Closing it fails the test where the page wrote an error to the console, an
 * answer had a status of 400 or more, or something was fetched from another host.
 */
final class Window implements AutoCloseable {
    static final int WIDE = 1280;
    static final int NARROW = 360;
    private static final int TALLEST = 4000;
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final double PATIENCE_MS = 30_000;
    /** Waits until no colour is on its way to another, inside of components too. */
    private static final String STILL = """
            async () => {
              const frame = () => new Promise(done => requestAnimationFrame(done));
              const roots = root => [root, ...[...root.querySelectorAll('*')].filter(e => e.shadowRoot)
                  .flatMap(e => roots(e.shadowRoot))];
              const moving = () => roots(document).flatMap(root => root.getAnimations())
                  .filter(a => a instanceof CSSTransition && a.playState === 'running');
              await frame();
              await frame();
              while (moving().length > 0) { await frame(); }
            }""";

    private static final String IDLE = "() => window.Vaadin?.Flow?.clients"
            + " && Object.values(window.Vaadin.Flow.clients).every(c => !c.isActive || !c.isActive())"
            + " && !document.querySelector('vaadin-connection-indicator')?.loading";
    private static final Map<String, List<Cookie>> SIGNED_IN = new HashMap<>();

    private static final String AXE = axe();
    private static final Browser BROWSER = launch();

    final Page page;
    private final BrowserContext context;
    private final List<String> troubles = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    private static Browser launch() {
        if (!Files.isExecutable(CHROMIUM)) {
            Assertions.fail("The portal is tested in a real Chromium, and there is none at " + CHROMIUM
                    + ". Install it with: apt-get install -y chromium");
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setHeadless(true)
                        .setArgs(FLAGS));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return browser;
    }

    private Window(Browser.NewContextOptions options) {
        options.setBaseURL(TestPortal.running().address()).setTimezoneId("Europe/Berlin");
        context = BROWSER.newContext(options);
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                troubles.add("console: " + message.text());
            }
        });
        page.onPageError(error -> troubles.add("script: " + error));
        page.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(TestPortal.running().address())
                    && !url.startsWith("data:")
                    && !url.startsWith("blob:")) {
                troubles.add("foreign host: " + url);
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 400) {
                troubles.add(response.status() + ": " + response.url());
            }
        });
    }

    /** A window before sign-in. */
    static Window atTheDoor() {
        return new Window(options(WIDE, ColorScheme.LIGHT));
    }

    private static Browser.NewContextOptions options(int width, ColorScheme scheme) {
        return new Browser.NewContextOptions()
                .setViewportSize(width, width == NARROW ? 740 : 900)
                .setColorScheme(scheme)
                .setLocale("en-GB");
    }

    /** A window of somebody who has signed in. */
    static Window of(String email) {
        return of(email, WIDE, ColorScheme.LIGHT);
    }

    static Window of(String email, int width, ColorScheme scheme) {
        return of(email, options(width, scheme));
    }

    static Window of(String email, Browser.NewContextOptions options) {
        var window = new Window(options);
        // The language belongs to the session, which begins at the door.
        List<Cookie> cookies =
                SIGNED_IN.computeIfAbsent(email + " in " + options.locale, key -> begin(email, options.locale));
        window.context.addCookies(cookies);
        return window;
    }

    /** A window whose texts come marked, so that what is not in the bundle shows. */
    static Window marked(String email) {
        return of(email, options(WIDE, ColorScheme.LIGHT).setLocale("en-XA"));
    }

    private static List<Cookie> begin(String email, String locale) {
        try (Window door = new Window(options(WIDE, ColorScheme.LIGHT).setLocale(locale))) {
            door.go("/sign-in");
            door.signIn(email, Story.PASSWORD);
            door.page.waitForURL(url -> !url.contains("sign-in"));
            door.settle();
            return door.context.cookies();
        }
    }

    void signIn(String email, String password) {
        page.locator("vaadin-login-form input[name=username]").fill(email);
        page.locator("vaadin-login-form input[name=password]").fill(password);
        page.keyboard().press("Enter");
    }

    List<Cookie> cookies() {
        return context.cookies();
    }

    Window go(String path) {
        page.navigate(path);
        settle();
        return this;
    }

    /** Waits until the page has nothing more to ask for. */
    void settle() {
        page.waitForFunction(IDLE);
        page.waitForFunction("() => document.fonts.status === 'loaded'");
    }

    void heading(String text) {
        assertThat(page.locator("h1")).hasText(text);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** Keeps a picture of the whole page for a person to look at. */
    void picture(String name) {
        var usual = page.viewportSize();
        Object content = page.evaluate("() => Math.max(0, ...[...document.querySelectorAll('main, .door')]"
                + ".map(e => e.getBoundingClientRect().top + e.scrollHeight + 24))");
        int height = Math.clamp(((Number) content).longValue(), usual.height, TALLEST);
        page.setViewportSize(usual.width, height);
        page.waitForTimeout(200);
        settle();
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        page.setViewportSize(usual.width, usual.height);
    }

    /** What the test provokes and the page may therefore report. */
    void expect(String trouble) {
        expected.add(trouble);
    }

    /** Nothing reaches beyond the window's right edge. */
    void fits() {
        Object over =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) over).intValue())
                .as("pixels beyond the right edge")
                .isLessThanOrEqualTo(0);
    }

    void dark() {
        page.evaluate("() => window.tessera.schemes.apply('dark')");
        page.evaluate(STILL);
    }

    void light() {
        page.evaluate("() => window.tessera.schemes.apply('light')");
    }

    void narrow() {
        page.setViewportSize(NARROW, 740);
        page.waitForTimeout(300);
        settle();
    }

    void wide() {
        page.setViewportSize(WIDE, 900);
    }

    /** No serious violation of WCAG 2.2 AA, as far as a program can tell. */
    void accessible() {
        check("['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']");
    }

    /** Every text stands out from what is behind it. */
    void contrasts() {
        check("{type: 'rule', values: ['color-contrast']}");
    }

    private void check(String rules) {
        page.evaluate("text => { if (!window.axe) { eval(text); } return true; }", AXE);
        Object found = page.evaluate("async () => (await axe.run(document, {runOnly: " + rules
                + ", resultTypes: ['violations']})).violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                // A cell of a grid takes the focus of the keyboard; it is no target for a finger.
                + ".map(v => ({...v, nodes: v.nodes.filter(n => v.id !== 'target-size' || !n.html.startsWith('<td'))}))"
                + ".filter(v => v.nodes.length > 0)"
                + ".map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160)"
                + " + ' ' + (n.any[0]?.message ?? '')).join(' | '))");
        assertThat((List<?>) found).as("accessibility of " + page.url()).isEmpty();
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(Window.class.getResourceAsStream("/axe.min.js"), "axe")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        String url = page.url();
        context.close();
        troubles.removeIf(trouble -> expected.stream().anyMatch(trouble::contains));
        assertThat(troubles).as("troubles at " + url).isEmpty();
    }
}
