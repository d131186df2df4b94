package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import cloud.tessera.inventory.geometry.Shape;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ReturnsAndWaitlistTest {
    private final TestPortal portal = TestPortal.running();

    @Test
    void unused_hours_are_returned_with_what_may_come_back_said_first_and_taken_back() {
        var held = portal.story.hold("Half of it", Shape.cards("nvidia-h100-80gb", 2), 10, portal.story.someone());
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/reservations/" + held.id().text());
            window.page.locator("#confirm").click();
            window.page.locator("#return").click();
            Locator dialog = window.page.locator("vaadin-dialog").last();
            Locator many = dialog.locator("vaadin-integer-field input");
            many.fill("1");
            many.press("Enter");
            window.page.locator("#return-quote").click();
            assertThat(dialog).containsText("Comes back at most");
            window.settle();
            window.picture("flow-return");
            window.accessible();
            window.dark();
            window.picture("flow-return-dark");
            window.light();
            window.narrow();
            window.picture("flow-return-360");
            window.wide();
            window.page.locator("#return-accept").click();
            Locator returns = window.page.locator("#returns");
            assertThat(returns).containsText("For sale");
            assertThat(returns).containsText("0 of 10");
            window.settle();
            window.picture("flow-returned");
            window.accessible();
            window.narrow();
            window.fits();
            window.picture("flow-returned-360");
            window.wide();
            window.page.locator("#cancel").click();
            Locator ask = window.page.locator("vaadin-confirm-dialog");
            assertThat(ask).containsText("Refund, by steps of version 1");
            window.settle();
            window.picture("flow-cancel-steps");
            window.accessible();
            ask.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Leave it as it is"))
                    .click();
            seenByTheOperator();
            returns.locator(".withdraw-return").click();
            assertThat(returns).containsText("Taken back");
        }
    }

    private static void seenByTheOperator() {
        try (var operator = Window.of(Story.OPERATOR)) {
            operator.go("/operator/demand");
            assertThat(operator.page.locator("main.page")).containsText("For sale");
            operator.picture("operator-demand-returned");
            operator.accessible();
        }
    }

    @Test
    void where_there_is_no_room_one_joins_the_waitlist_and_leaves_it() {
        String start = portal.clock
                .instant()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(Duration.ofHours(2))
                .toString();
        portal.story.another("Patient People", "patient", "pat@patient.example");
        try (var window = Window.of("pat@patient.example")) {
            // All that training may take of a model that has cards at one site, of which the story's block holds four.
            window.go("/capacity?for=training&model=nvidia-h200-141gb&quantity=28&hours=2&start=" + start);
            window.page
                    .locator("main.page")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Wait for it"))
                    .first()
                    .click();
            Locator wait = window.page.locator("#wait");
            wait.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true))
                    .fill("Big one");
            window.settle();
            window.picture("flow-wait");
            window.accessible();
            window.dark();
            window.contrasts();
            window.picture("flow-wait-dark");
            window.light();
            window.narrow();
            window.fits();
            window.picture("flow-wait-360");
            window.wide();
            window.page.locator("#join-waitlist").click();
            window.heading("Waitlist");
            assertThat(window.page.locator("main.page")).containsText("Big one");
            window.settle();
            window.picture("flow-waitlist");
            window.accessible();
            window.narrow();
            window.fits();
            window.picture("flow-waitlist-360");
            window.wide();
            waitingForTheOperator();
            window.page.locator(".leave-waitlist").first().click();
            assertThat(window.page.locator("main.page")).containsText("Withdrawn");
        }
    }

    private static void waitingForTheOperator() {
        try (var operator = Window.of(Story.OPERATOR)) {
            operator.go("/operator/demand");
            assertThat(operator.page.locator("main.page")).containsText("56");
            operator.picture("operator-demand-waiting");
            operator.accessible();
        }
    }
}
