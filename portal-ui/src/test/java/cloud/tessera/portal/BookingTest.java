package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.portal.part.Amounts;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookingTest {
    private final TestPortal portal = TestPortal.running();

    @Test
    void a_block_is_found_quoted_held_and_confirmed_and_shows_how_to_connect_once_it_is_ready() {
        String start = portal.clock
                .instant()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(Duration.ofHours(2))
                .toString();
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/capacity?for=training&model=nvidia-h100-80gb&quantity=1&hours=2&site=paris-1&start=" + start);
            var place = window.page.locator("li[data-site=paris-1]");
            assertThat(place).containsText("EUR per card and hour");
            place.getByRole(AriaRole.BUTTON).click();
            assertThat(window.page.locator("#offer")).containsText("Price of the block");
            assertThat(window.page.locator("#offer tessera-countdown")).isVisible();
            window.settle();
            window.picture("flow-quote");
            window.accessible();
            window.page
                    .getByLabel("Name", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                    .fill("From the portal");
            window.button("Hold for 15 minutes").click();
            window.heading("From the portal");
            assertThat(window.page.locator("main.page")).containsText("Held for you");
            window.picture("flow-held");
            window.page.locator("#confirm").click();
            assertThat(window.page.locator("main.page .badge").first()).hasText("Scheduled");
            portal.story.liveFor(Duration.ofMinutes(110));
            // Nobody reloads the page: what has changed is pushed.
            assertThat(window.page.locator("main.page .badge").first()).hasText("Active");
            assertThat(window.page.locator("main.page .code-line pre").first()).containsText("curl -H");
            window.picture("flow-active");
        }
    }

    @Test
    void how_fast_the_cards_are_is_told_with_where_each_figure_comes_from() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/capacity");
            window.page.getByText("Show the figures").click();
            var table = window.page.getByRole(
                    AriaRole.REGION,
                    new com.microsoft.playwright.Page.GetByRoleOptions().setName("How fast the cards are"));
            assertThat(table).containsText("example");
            assertThat(table).containsText("AWS Neuron documentation");
            assertThat(table).containsText("tokens/s");
        }
    }

    @Test
    void cancelling_says_what_happens_to_the_money_first() {
        var reservation =
                portal.story.hold("Give me back", Shape.cards("nvidia-h100-80gb", 1), 3, portal.story.someone());
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/reservations/" + reservation.id().text());
            window.page.locator("#cancel").click();
            Locator dialog = window.page.locator("vaadin-confirm-dialog");
            assertThat(dialog).containsText("It costs nothing");
            window.picture("flow-cancel");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Give it back"))
                    .click();
            assertThat(window.page.locator("main.page .badge").first()).hasText("Cancelled");
        }
    }

    @Test
    void a_reservation_is_extended_and_cancelled_with_the_money_said_first() {
        var held = portal.story.hold("Longer", Shape.cards("nvidia-h100-80gb", 1), 30, portal.story.someone());
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/reservations/" + held.id().text());
            window.page.locator("#confirm").click();
            window.page.locator("#change").click();
            Locator dialog = window.page.locator("vaadin-dialog").last();
            Locator time = dialog.locator("vaadin-date-time-picker")
                    .nth(1)
                    .locator("input")
                    .nth(1);
            time.fill("23:00");
            time.press("Enter");
            window.page.locator("#change-price").click();
            assertThat(dialog).containsText("What is added costs");
            assertThat(window.page.locator("#change-apply")).containsText("EUR");
            window.settle();
            window.picture("flow-change");
            window.page.locator("#change-apply").click();
            assertThat(window.page.locator(".timeline")).containsText("Changed");
            window.page.locator("#cancel").click();
            Locator ask = window.page.locator("vaadin-confirm-dialog");
            assertThat(ask).containsText("You get back");
            window.picture("flow-cancel-refund");
            ask.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel the reservation"))
                    .click();
            assertThat(window.page.locator("main.page .badge").first()).hasText("Cancelled");
        }
    }

    @Test
    void what_is_asked_for_within_limits_goes_where_they_are_kept_and_says_so() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/capacity?for=inference&model=nvidia-a30-24gb&quantity=1&profile=1g.6gb&jurisdictions=DE");
            assertThat(window.page.locator("li[data-site]")).hasCount(1);
            assertThat(window.page.locator("#find")).isVisible();
            window.settle();
            window.picture("flow-limits");
            window.page
                    .locator("li[data-site=frankfurt-1]")
                    .getByRole(AriaRole.BUTTON)
                    .click();
            window.page
                    .locator("#start")
                    .getByLabel("Name", new Locator.GetByLabelOptions().setExact(true))
                    .fill("Stays at home");
            window.button("Start now").click();
            window.heading("Stays at home");
            assertThat(window.page.locator("main.page")).containsText("stays under the law of DE");

            window.go(
                    "/capacity?for=inference&model=nvidia-a30-24gb&quantity=1&profile=1g.6gb&site=frankfurt-1&jurisdictions=JP");
            assertThat(window.page.locator(".note.bad")).containsText("the law of DE holds there");
        }
    }

    @Test
    void inference_starts_at_once_and_is_released() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/capacity?for=inference&model=nvidia-a30-24gb&quantity=1&profile=1g.6gb&site=frankfurt-1");
            window.page
                    .locator("li[data-site=frankfurt-1]")
                    .getByRole(AriaRole.BUTTON)
                    .click();
            window.page
                    .locator("#start")
                    .getByLabel("Name", new Locator.GetByLabelOptions().setExact(true))
                    .fill("Small model");
            // 0.66 for the card: a quarter of it with the surcharge, nine tenths of that where it may be moved.
            Locator start = window.page.locator("#start");
            assertThat(start).containsText("0.1815 EUR per 1g.6gb and hour");
            start.getByText("It may be moved while it runs").click();
            assertThat(start).containsText("0.16335 EUR per movable 1g.6gb and hour");
            start.getByText("Give way after two minutes").click();
            assertThat(start).containsText("0.0726 EUR per preemptible 1g.6gb and hour");
            window.settle();
            window.picture("flow-start");
            window.button("Start now").click();
            window.heading("Small model");
            assertThat(window.page.getByText("Preemptible: it gives way").first())
                    .isVisible();
            portal.story.liveFor(Duration.ofMinutes(1));
            assertThat(window.page.locator("main.page .badge").first()).hasText("Active");
            window.page.locator("#release").click();
            Locator dialog = window.page.locator("vaadin-confirm-dialog");
            assertThat(dialog).containsText("Charging stops now");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Release it"))
                    .click();
            assertThat(window.page.locator("main.page .badge").first()).hasText("Stopping");
            portal.story.liveFor(Duration.ofMinutes(1));
            assertThat(window.page.locator("main.page .badge").first()).hasText("Released");
        }
    }

    @Test
    void a_service_is_set_up_in_its_dialog_and_what_is_missing_is_said_there() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/services");
            window.page.locator("#new-service").click();
            Locator dialog = window.page.locator("vaadin-dialog").last();
            dialog.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true))
                    .fill("");
            window.page.locator("#create-service").click();
            assertThat(dialog).containsText("Fill in every field but the ceiling and where it may lie.");
            dialog.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true))
                    .fill("Night shift");
            Locator model = dialog.locator("vaadin-combo-box input");
            model.fill("A30");
            window.page.locator("vaadin-combo-box-item").getByText("NVIDIA A30").click();
            dialog.getByLabel("Replicas wanted").fill("5");
            dialog.getByLabel("Most replicas").fill("3");
            window.page.locator("#create-service").click();
            assertThat(dialog.locator(".note[role=alert]")).containsText("Between 1 and 3 replicas can be wanted.");
            window.settle();
            window.picture("flow-create-service");
            dialog.getByLabel("Replicas wanted").fill("2");
            dialog.getByLabel("Ceiling a month").fill("12.50");
            dialog.locator("vaadin-multi-select-combo-box input").fill("Germany");
            window.page
                    .locator("vaadin-multi-select-combo-box-item")
                    .getByText("Germany")
                    .click();
            window.page.keyboard().press("Tab");
            window.page.locator("#create-service").click();
            window.heading("Night shift");
            assertThat(window.page.locator("main.page")).containsText("under the law of DE");
            assertThat(window.page.locator("main.page")).containsText("of at most 12.50 EUR");
        }
    }

    @Test
    void a_refusal_says_why_that_nothing_changed_and_what_would_work_instead() {
        try (var window = Window.of(Story.DEVELOPER)) {
            // More cards than the quota of the project lets it hold.
            window.go("/capacity?for=training&model=nvidia-h100-80gb&quantity=24&hours=2&site=paris-1");
            window.page
                    .locator("li[data-site=paris-1]")
                    .getByRole(AriaRole.BUTTON)
                    .click();
            window.page
                    .locator("#offer")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Hold for 15 minutes"))
                    .click();
            Locator refusal = window.page.locator(".note[role=alert]");
            assertThat(refusal).containsText("Nothing was booked, charged or changed.");
            window.picture("flow-refused");
        }
    }

    @Test
    void what_belongs_to_another_organization_does_not_exist() {
        try (var window = Window.of(Story.NEWCOMER)) {
            window.expect("404");
            window.go("/reservations/" + portal.story.running.id().text());
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
            window.go("/allocations/" + portal.story.serving.id().text());
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
            window.go("/invoices/" + portal.story.invoice().id().text());
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
            window.go("/reservations/rsv_nonsense");
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
        }
    }

    @Test
    void simulated_work_says_so_and_gives_no_line_to_paste() {
        var customer = portal.story.another("Make Believe", "believe", "mia@believe.example");
        var pretended = portal.story.allocation(
                customer, TestEngine.PRETENDED, Shape.partitions("nvidia-a30-24gb", "1g.6gb", 1), "frankfurt-1");
        portal.story.liveFor(Duration.ofMinutes(1));
        try (var window = Window.of("mia@believe.example")) {
            window.go("/allocations/" + pretended.id().text());
            assertThat(window.page.locator("main.page")).containsText("This work is simulated");
            assertThat(window.page.locator("main.page .code-line pre").first()).containsText(".simulated.invalid");
            assertThat(window.page.locator("main.page")).not().containsText("curl");
            assertThat(window.page.locator("main.page")).not().containsText("Paste the line");
            window.picture("flow-simulated");
        }
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/allocations/" + portal.story.serving.id().text());
            assertThat(window.page.locator("main.page")).containsText("curl");
            assertThat(window.page.locator("main.page")).not().containsText("simulated");
        }
    }

    @Test
    void who_pays_ahead_sees_what_is_left_and_can_confirm_again_once_it_is_enough() {
        var customer = portal.story.prepaid("Paying Ahead", "ahead", "pia@ahead.example");
        var held = portal.story.hold(customer, "Paid ahead", Shape.cards("nvidia-h100-80gb", 1), 3);
        try (var window = Window.of("pia@ahead.example")) {
            var credit = window.page.locator(".figure").filter(new Locator.FilterOptions().setHasText("Credit left"));
            window.go("/");
            assertThat(credit).containsText("0.00 EUR");
            window.go("/reservations/" + held.id().text());
            var confirm = window.page.locator("#confirm");
            var refusal = window.page.locator(".note[role=alert]");
            confirm.click();
            assertThat(refusal).hasCount(1);
            assertThat(confirm).not().hasAttribute("disabled", "");
            confirm.click();
            window.settle();
            assertThat(refusal).hasCount(1);
            window.picture("flow-credit-insufficient");

            portal.story.grant(customer, "100.00");
            confirm.click();
            assertThat(window.page.locator("main.page .badge").first()).hasText("Scheduled");
            String left = Amounts.text(Money.of("100.00", "EUR").minus(held.price()));
            window.go("/");
            assertThat(credit).containsText(left);
            window.settle();
            window.picture("flow-credit-left");
            window.go("/invoices");
            assertThat(credit).containsText(left);
        }
    }

    @Test
    void a_window_that_has_begun_and_a_quantity_that_cannot_be_are_refused_in_their_fields() {
        String wish = "/capacity?for=training&model=nvidia-h100-80gb&quantity=1&hours=2&site=paris-1&start=";
        try (var window = Window.of(Story.DEVELOPER)) {
            var found = window.page.locator("#answer li");
            window.go(wish + "2026-02-01T00:00:00Z");
            assertThat(window.page.locator("vaadin-date-time-picker")).containsText("The earliest start is");
            assertThat(found).hasCount(0);
            window.settle();
            window.picture("flow-wish-past");

            for (String quantity : List.of("0", "99999999999")) {
                window.go(wish + "2026-08-24T10:00:00Z");
                assertThat(found.first()).isVisible();
                var field = window.page.locator("vaadin-integer-field").first();
                field.locator("input").fill(quantity);
                window.page.locator("#find").click();
                assertThat(field).containsText("A whole number from 1 to 100,000.");
                assertThat(found).hasCount(0);
            }
            window.picture("flow-wish-quantity");
            Object cut = window.page
                    .locator("vaadin-date-time-picker-date-picker, vaadin-date-time-picker vaadin-date-picker")
                    .first()
                    .locator("input")
                    .evaluate("input => input.scrollWidth - input.clientWidth");
            assertThat(((Number) cut).intValue())
                    .as("pixels of the day that are cut")
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    void a_process_of_this_machine_says_why_it_has_no_measurements() {
        var customer = portal.story.another("On This Machine", "machine", "max@machine.example");
        var process = portal.story.allocation(
                customer, TestEngine.PROCESS, Shape.partitions("nvidia-a30-24gb", "1g.6gb", 1), "frankfurt-1");
        portal.story.liveFor(Duration.ofMinutes(1));
        try (var window = Window.of("max@machine.example")) {
            window.go("/allocations/" + process.id().text());
            assertThat(window.page.locator("main.page"))
                    .containsText("It runs as a process of this machine and not on a card");
            assertThat(window.page.locator("main.page")).not().containsText("No measurements yet");
        }
    }

    @Test
    void what_was_released_before_it_was_ready_never_ran() {
        var customer = portal.story.another("Second Thoughts", "second", "sol@second.example");
        var started = portal.story.allocation(
                customer, "Never mind", Shape.partitions("nvidia-a30-24gb", "1g.6gb", 1), "frankfurt-1");
        portal.story.release(customer, started);
        try (var window = Window.of("sol@second.example")) {
            window.go("/allocations/" + started.id().text());
            assertThat(window.page.locator("main.page .facts")).containsText("never ready");
            window.go("/allocations");
            assertThat(window.page.locator("vaadin-grid")).containsText("never ready");
        }
    }

    @Test
    void a_viewer_sees_no_token() {
        try (var window = Window.of(Story.VIEWER)) {
            window.go("/allocations/" + portal.story.serving.id().text());
            assertThat(window.page.locator("main.page")).containsText("Your role does not see addresses and tokens");
            assertThat(window.page.content()).doesNotContain("tok-");
            assertThat(window.page.locator("#release")).hasCount(0);
        }
    }
}
