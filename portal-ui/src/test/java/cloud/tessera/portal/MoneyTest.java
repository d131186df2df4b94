package cloud.tessera.portal;

import static cloud.tessera.ops.testing.Documents.row;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.ops.testing.Documents;
import cloud.tessera.portal.part.Amounts;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private final TestPortal portal = TestPortal.running();

    @Test
    void an_invoice_opens_down_to_the_segments_of_a_line_and_downloads_as_pdf_and_csv() throws IOException {
        var invoice = portal.story.invoice();
        try (var window = Window.of(Story.FINANCE)) {
            window.go("/invoices/" + invoice.id().text());
            assertThat(window.page.locator("h1")).containsText(invoice.number());
            assertThat(window.page.locator("main.page")).containsText("Training: blocks sold ahead");
            assertThat(window.page.locator("main.page")).containsText("Inference: metered use");
            window.page.getByText("Computed from").first().click();
            assertThat(window.page.locator("table").nth(1)).containsText("unit-seconds");
            window.settle();
            window.picture("flow-invoice-open");

            Download pdf = window.page.waitForDownload(
                    () -> window.page.getByText("PDF").click());
            assertThat(Documents.text(Files.readAllBytes(pdf.path())))
                    .contains(row("Invoice number", invoice.number()))
                    .contains(row("Bill to", invoice.customer().name()))
                    .contains(row("Training", decimal(invoice.training()), "Inference", decimal(invoice.inference())))
                    .contains(row("Total due", invoice.total().text()));
            Download csv = window.page.waitForDownload(
                    () -> window.page.getByText("CSV").click());
            assertThat(Documents.sum(Files.readString(csv.path()), "amount"))
                    .isEqualTo(invoice.total().decimal());
            assertThat(csv.suggestedFilename()).isEqualTo("tessera-invoice-" + invoice.number() + ".csv");
        }
    }

    @Test
    void the_amount_of_a_line_is_seen_on_a_telephone_without_scrolling_sideways() {
        try (var window = Window.of(Story.FINANCE)) {
            window.go("/invoices/" + portal.story.invoice().id().text());
            window.narrow();
            var lines = window.page.locator(".stacked");
            assertThat(lines).isVisible();
            Object hidden = lines.evaluate(
                    "lines => [...lines.querySelectorAll(':scope > table > tbody > tr > td:nth-child(5)')]"
                            + ".filter(td => td.getBoundingClientRect().right > lines.getBoundingClientRect().right"
                            + " || td.getBoundingClientRect().width === 0).length");
            assertThat(hidden).isEqualTo(0);
            assertThat(lines.evaluate("lines => lines.scrollWidth - lines.clientWidth"))
                    .isEqualTo(0);
            window.picture("flow-invoice-360");
        }
    }

    private static String decimal(Money money) {
        return money.decimal().toPlainString();
    }

    @Test
    void usage_says_how_it_fits_the_invoice() {
        var invoice = portal.story.invoice();
        try (var window = Window.of(Story.FINANCE)) {
            window.go("/usage?month=2026-02");
            var fit = window.page.getByRole(
                    AriaRole.REGION, new Page.GetByRoleOptions().setName("How this fits the invoice"));
            assertThat(fit).containsText("Invoice " + invoice.number());
            assertThat(fit).containsText(Amounts.text(invoice.training()));
            var inference = fit.locator("tr").last().locator("td");
            assertThat(inference.nth(1)).hasText(Amounts.text(invoice.inference()));
            assertThat(inference.nth(2)).hasText(Amounts.text(invoice.inference()));

            window.go("/usage");
            assertThat(fit).containsText("Invoice so far");
            assertThat(window.page.locator("main.page")).containsText("a block counts on the days on which it runs");
            var onPage = fit.locator("tr").nth(1).locator("td").nth(2).innerText();
            window.go("/");
            assertThat(window.page.locator(".figure.training")).containsText(onPage);
        }
    }

    @Test
    void usage_is_drawn_stands_in_a_table_too_and_downloads() throws IOException {
        try (var window = Window.of(Story.FINANCE)) {
            window.go("/usage?month=2026-02");
            assertThat(window.page.locator("tessera-chart canvas").first()).isVisible();
            window.page.getByText("The same in figures").first().click();
            assertThat(window.page.locator("table").first()).containsText("2026-02-");
            window.settle();
            window.picture("flow-usage");
            Download csv = window.page.waitForDownload(
                    () -> window.page.getByText("Download as CSV").click());
            assertThat(Files.readString(csv.path())).startsWith("date,workload,project,sku,site,unit_seconds,cost");
        }
    }
}
