package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

class WhatForTest {
    @Test
    void what_is_said_in_the_form_is_ranked_and_leads_to_the_booking_with_the_shape_filled_in() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/");
            window.page
                    .locator("vaadin-side-nav-item")
                    .filter(new Locator.FilterOptions().setHasText("What for"))
                    .click();
            window.heading("What for");
            choose(window, "Task", "Fine-tuning adapters");
            field(window, "Parameters (billions)").fill("7");
            choose(window, "Number format", "fp8");
            field(window, "Amount in all").fill("50000000");
            field(window, "Done within so many hours").fill("72");
            window.page.locator("#ask").click();

            Locator first = window.page.locator("#ranked li[data-sku]").first();
            assertThat(first).containsText("EUR for the job, ");
            assertThat(first).containsText("tokens a second");
            first.locator("vaadin-details-summary").click();
            assertThat(first.locator(".reasons")).containsText("Does ");
            assertThat(first.locator(".reasons")).containsText("an example of ours");
            window.page.locator("#ruled-out vaadin-details-summary").click();
            assertThat(window.page.locator("#ruled-out")).containsText("It does not compute fp8");
            window.settle();
            window.picture("flow-whatfor");

            String site = first.getAttribute("data-site");
            first.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Get an offer"))
                    .click();
            window.heading("Find capacity");
            window.page
                    .locator("#answer li[data-site=" + site + "]")
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(window.page.locator("#offer")).containsText("Price of the block");
        }
    }

    @Test
    void copies_become_replicas_of_inference() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/what-for?task=llm-inference&parameters_billion=70&precision=fp8&per_second=30000");
            Locator several = window.page
                    .locator("#ranked li[data-sku]")
                    .filter(new Locator.FilterOptions().setHasText(" times "))
                    .first();
            String copies = several.locator(".title").innerText().replaceAll(" times .*", "");
            String site = several.getAttribute("data-site");
            several.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start it"))
                    .click();
            window.heading("Find capacity");
            window.page
                    .locator("#answer li[data-site=" + site + "]")
                    .getByRole(AriaRole.BUTTON)
                    .click();
            assertThat(window.page.locator("#start").getByLabel("Replicas")).hasValue(copies);
        }
    }

    @Test
    void what_cannot_be_is_said_at_its_field_and_an_unknown_speed_apart() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/what-for");
            choose(window, "Task", "Recognition of speech");
            field(window, "Parameters (billions)").fill("");
            window.page.locator("#ask").click();
            assertThat(window.page.locator("vaadin-big-decimal-field").first())
                    .containsText("Say how many parameters the model has.");
            field(window, "Parameters (billions)").fill("1.55");
            choose(window, "Near", "paris");
            window.page.locator("#ask").click();
            assertThat(window.page.locator("main")).containsText("Say how many milliseconds away");
            field(window, "Round trip").fill("20");
            window.page.locator("#ask").click();
            assertThat(window.page.locator("#unranked li[data-sku]").first()).containsText("speed unknown");
            assertThat(window.page.locator("#ranked")).hasCount(0);
            window.settle();
            window.picture("flow-whatfor-unknown");
        }
    }

    private static Locator field(Window window, String label) {
        return window.page.getByLabel(label);
    }

    private static void choose(Window window, String label, String option) {
        window.page
                .locator("vaadin-select")
                .filter(new Locator.FilterOptions().setHasText(label))
                .first()
                .click();
        window.page
                .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option))
                .first()
                .click();
        window.settle();
    }
}
