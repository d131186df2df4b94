package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import org.junit.jupiter.api.Test;

class DoorTest {
    @Test
    void whoever_comes_without_a_session_is_asked_to_sign_in_and_then_follows_the_link_that_led_here() {
        try (var window = Window.atTheDoor()) {
            window.go("/members");
            window.page.waitForURL("**/sign-in");
            window.picture("sign-in");
            window.accessible();
            window.signIn(Story.OWNER, Story.PASSWORD);
            window.page.waitForURL("**/members");
            window.heading("Members");
        }
    }

    @Test
    void a_wrong_password_is_refused_in_words() {
        try (var window = Window.atTheDoor()) {
            window.go("/sign-in");
            window.signIn(Story.OWNER, "wrong");
            assertThat(window.page.locator("vaadin-login-form")).containsText("You are not signed in");
            assertThat(window.page.locator("vaadin-login-form")).containsText("password");
        }
    }

    @Test
    void the_session_gets_a_new_id_at_sign_in_and_its_cookie_is_out_of_reach_of_scripts() {
        try (var window = Window.atTheDoor()) {
            window.go("/sign-in");
            String before = session(window).value;
            window.signIn(Story.OWNER, Story.PASSWORD);
            window.page.waitForURL(url -> !url.contains("sign-in"));
            window.settle();
            Cookie after = session(window);
            assertThat(after.value).isNotEqualTo(before);
            assertThat(after.httpOnly).isTrue();
            assertThat(after.sameSite).isEqualTo(SameSiteAttribute.LAX);
        }
    }

    @Test
    void signing_out_closes_every_page_of_the_session() {
        try (var window = Window.atTheDoor()) {
            window.go("/sign-in");
            window.signIn(Story.VIEWER, Story.PASSWORD);
            window.page.waitForURL(url -> !url.contains("sign-in"));
            window.settle();
            window.button("Sign out").click();
            window.page.waitForURL("**/sign-in");
            window.go("/members");
            window.page.waitForURL("**/sign-in");
        }
    }

    @Test
    void a_page_that_is_not_for_the_role_does_not_exist_for_it() {
        try (var window = Window.of(Story.VIEWER)) {
            window.expect("404");
            window.go("/operator/fleet");
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
            window.go("/api-keys");
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
            window.picture("not-found");
        }
    }

    private static Cookie session(Window window) {
        return window.cookies().stream()
                .filter(cookie -> cookie.name.equals("TESSERA_SESSION"))
                .findFirst()
                .orElseThrow();
    }
}
