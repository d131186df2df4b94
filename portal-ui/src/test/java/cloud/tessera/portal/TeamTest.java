package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.ops.testing.AuthenticatorApp;
import cloud.tessera.quota.access.ApiKeys;
import cloud.tessera.quota.access.Origin;
import cloud.tessera.quota.access.OwnSessions;
import cloud.tessera.quota.access.SessionKind;
import cloud.tessera.quota.access.Shown;
import cloud.tessera.quota.access.SignIn;
import cloud.tessera.quota.access.SignedIn;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Role;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class TeamTest {
    private final TestPortal portal = TestPortal.running();

    @Test
    void a_key_is_shown_once_with_a_line_to_paste_and_works_until_it_is_revoked() {
        try (var window = Window.of(Story.OWNER)) {
            window.go("/api-keys");
            field(window, "Name").fill("nightly");
            window.page.locator("#add-key").click();
            Locator shown = window.page.locator("#new-key pre");
            assertThat(shown).hasCount(2);
            assertThat(shown.nth(1)).containsText("/api/v1/accelerators");
            String secret = shown.first().textContent();
            window.picture("flow-new-key");
            var keys = portal.beans.getBean(ApiKeys.class);
            Caller caller = keys.authenticate(secret, Caller.Request.of("test")).orThrow();
            assertThat(caller.organization()).contains(portal.story.northwind.id());

            window.go("/api-keys");
            assertThat(window.page.content()).doesNotContain(secret);
            window.page.getByLabel("Revoke the key nightly").first().click();
            confirm(window, "Revoke");
            assertThat(window.page.locator("vaadin-grid")).containsText("Revoked");
            assertThat(keys.authenticate(secret, Caller.Request.of("test"))).isInstanceOf(Outcome.No.class);
        }
    }

    @Test
    void a_member_is_added_and_removed_and_the_last_owner_cannot_go() {
        try (var window = Window.of(Story.OWNER)) {
            window.go("/members");
            field(window, "Name").fill("New Colleague");
            field(window, "E-mail").fill("new@northwind.example");
            window.page.locator("#add-member").click();
            assertThat(window.page.locator(".note[role=alert]")).containsText("A password has 8 to 256 characters.");
            field(window, "Password").fill("a first password");
            window.page.locator("#add-member").click();
            assertThat(window.page.locator("vaadin-grid")).containsText("New Colleague");
            window.page.getByLabel("Remove New Colleague").click();
            confirm(window, "Remove");
            assertThat(window.page.locator("vaadin-grid")).not().containsText("New Colleague");
            window.page.getByLabel("Remove Ada Owner").click();
            confirm(window, "Remove");
            assertThat(window.page.locator(".note[role=alert]"))
                    .containsText("Nothing was booked, charged or changed.");
            window.picture("flow-last-owner");
        }
    }

    @Test
    void a_project_begins_with_its_quota() {
        try (var window = Window.of(Story.OWNER)) {
            window.go("/projects");
            field(window, "Name").fill("vision");
            window.page.locator("#add-project").click();
            assertThat(window.page.locator("main.page")).containsText("Project vision");
            assertThat(window.page.locator("main.page")).containsText("16 cards");
        }
    }

    @Test
    void a_person_changes_the_own_password_and_is_told_what_is_wrong() {
        String email = "changer@northwind.example";
        portal.beans
                .getBean(Members.class)
                .add(
                        Caller.Job.named("story"),
                        portal.story.northwind.id(),
                        email,
                        "Chan Ger",
                        Role.VIEWER,
                        Story.PASSWORD)
                .orThrow();
        try (var window = Window.of(email)) {
            window.go("/members");
            window.page.locator("#change-password").click();
            Locator dialog = window.page.locator("vaadin-dialog");
            dialog.getByLabel("Password you have now").first().fill("not this one");
            dialog.getByLabel("New password").first().fill("another good one");
            dialog.locator("vaadin-button[theme~=primary]").click();
            assertThat(dialog.locator(".note[role=alert]")).containsText("not the password that you have now");
            window.accessible();
            window.picture("flow-password");
            dialog.getByLabel("Password you have now").first().fill(Story.PASSWORD);
            dialog.locator("vaadin-button[theme~=primary]").click();
            assertThat(window.page.locator("vaadin-notification-card")).containsText("Your password is changed");
        }
        assertThat(portal.beans
                        .getBean(SignIn.class)
                        .withPassword(Caller.Request.of("test"), email, "another good one", SessionKind.PORTAL))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_person_sees_where_they_are_signed_in_and_one_that_is_ended_leads_to_the_door() {
        Caller.Request request = Caller.Request.of("test");
        SignIn signIn = portal.beans.getBean(SignIn.class);
        portal.beans
                .getBean(Members.class)
                .add(
                        Caller.Job.named("story"),
                        portal.story.northwind.id(),
                        "roamer@northwind.example",
                        "Ro Amer",
                        Role.VIEWER,
                        Story.PASSWORD)
                .orThrow();
        SignedIn program = signIn.withPassword(
                        request,
                        new Shown("roamer@northwind.example", Story.PASSWORD, null),
                        SessionKind.API,
                        Origin.of("curl/8.5.0", "203.0.113.9"))
                .orThrow();
        try (var window = Window.of("roamer@northwind.example")) {
            window.go("/members");
            window.page.locator("#sign-ins").click();
            window.heading("Sign-ins");
            assertThat(window.page.locator("vaadin-grid")).containsText("curl/8.5.0, 203.0.113.0/24");
            assertThat(window.page.locator("vaadin-grid")).containsText("Portal, this one");
            window.accessible();
            window.picture("flow-sign-ins");
            window.page.locator("#end-others").click();
            confirm(window, "End all others");
            assertThat(window.page.locator("vaadin-notification-card")).containsText("Ended: 1");
            assertThat(window.page.getByText("curl/8.5.0").first()).not().isVisible();
            window.narrow();
            window.fits();
            window.picture("flow-sign-ins-360");
            window.wide();
            assertThatThrownBy(() -> signIn.callerOf(program.session(), null, request))
                    .hasMessageContaining("session_ended");

            SignedIn other = signIn.withPassword(request, "roamer@northwind.example", Story.PASSWORD, SessionKind.API)
                    .orThrow();
            portal.beans.getBean(OwnSessions.class).endOthers(signIn.callerOf(other.session(), null, request));
            window.go("/members");
            window.page.waitForURL("**/sign-in");
        }
    }

    @Test
    void a_person_turns_the_second_factor_on_signs_in_with_it_and_turns_it_off() {
        portal.beans
                .getBean(Members.class)
                .add(
                        Caller.Job.named("story"),
                        portal.story.northwind.id(),
                        "careful@northwind.example",
                        "Care Ful",
                        Role.VIEWER,
                        Story.PASSWORD)
                .orThrow();
        String recovery;
        try (var window = Window.of("careful@northwind.example")) {
            window.go("/sign-ins");
            Locator panel = window.page.locator("#second-factor");
            panel.getByLabel("Password you have now").first().fill(Story.PASSWORD);
            panel.getByText("Turn it on").click();
            assertThat(panel.locator(".qr svg")).isVisible();
            window.accessible();
            window.picture("flow-second-factor");
            panel.getByLabel("Code", new Locator.GetByLabelOptions().setExact(true))
                    .first()
                    .fill("nonsense");
            panel.getByText("Confirm").click();
            assertThat(panel.locator(".note[role=alert]")).containsText("wrong, too old or was used");
            String secret = panel.locator("pre").textContent();
            panel.getByLabel("Code", new Locator.GetByLabelOptions().setExact(true))
                    .first()
                    .fill(AuthenticatorApp.shows(secret, Clock.systemUTC().instant()));
            panel.getByText("Confirm").click();
            Locator codes = panel.locator("#recovery-codes pre");
            assertThat(codes).containsText("-");
            window.picture("flow-recovery-codes");
            recovery = codes.textContent().lines().findFirst().orElseThrow();
            panel.getByText("I have kept them").click();
            assertThat(panel).containsText("Recovery codes that were not used: 10");
        }
        try (var window = Window.atTheDoor()) {
            window.go("/sign-ins");
            window.signIn("careful@northwind.example", Story.PASSWORD);
            assertThat(window.page.locator(".code-form")).containsText("One more step");
            window.accessible();
            window.picture("sign-in-code");
            window.page.locator("#code input").fill("nonsense");
            window.page.keyboard().press("Enter");
            assertThat(window.page.locator(".note[role=alert]")).containsText("wrong, too old or was used");
            window.page.locator("#code input").fill(recovery);
            window.page.keyboard().press("Enter");
            window.page.waitForURL("**/sign-ins");
            window.settle();
            Locator panel = window.page.locator("#second-factor");
            assertThat(panel).containsText("Recovery codes that were not used: 9");
            window.picture("flow-second-factor-on");
        }
    }

    private static Locator field(Window window, String label) {
        return window.page
                .getByLabel(label, new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                .first();
    }

    private static void confirm(Window window, String yes) {
        window.page
                .locator("vaadin-confirm-dialog")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(yes).setExact(true))
                .click();
    }
}
