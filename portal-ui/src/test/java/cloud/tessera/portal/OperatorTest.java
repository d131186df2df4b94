package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.HostView;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.maintenance.Drains;
import cloud.tessera.inventory.maintenance.InTheWay;
import cloud.tessera.inventory.replan.Packed;
import cloud.tessera.inventory.replan.Packings;
import cloud.tessera.inventory.replan.Replan;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.transaction.Transactions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OperatorTest {
    private final TestPortal portal = TestPortal.running();

    @Test
    void the_demo_panel_moves_time_and_cuts_and_restores_a_link() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/demo");
            var before = portal.clock.instant();
            window.page.locator("#demo-step-hour").click();
            assertThat(window.page.locator("#told")).containsText("now.");
            assertThat(Duration.between(before, portal.clock.instant())).isGreaterThanOrEqualTo(Duration.ofHours(1));
            window.page.locator("#demo-cut").click();
            assertThat(window.page.locator("#told")).containsText("Link down");
            window.page.locator("#demo-restore").click();
            assertThat(window.page.locator("#told")).containsText("Link up");
            window.page.locator("#demo-again").click();
            assertThat(window.page.locator("#told")).containsText("0 readings were new");
            window.picture("flow-demo");
        }
    }

    @Test
    void an_operator_takes_a_host_out_of_service_and_back() {
        HostView host = portal.beans
                .getBean(Fleet.class)
                .hosts(Caller.Job.named("story"), FleetFilter.all(), Page.Request.first(Page.MOST))
                .items()
                .getLast();
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/hosts/" + host.host().id());
            Locator dialog = window.page.locator("vaadin-confirm-dialog");
            window.page.locator("#host-out").click();
            assertThat(dialog).containsText("becomes a credit for the customers concerned");
            yes(dialog, "Take out of service");
            assertThat(window.page.locator("#told"))
                    .containsText(host.devices() + " cards are out of service. Claims: 0 moved");
            assertThat(window.page.locator("#host-out")).hasCount(0);
            assertThat(window.page.locator("main.page .facts")).containsText("Failed");
            window.settle();
            window.picture("flow-host-out");
            window.narrow();
            window.fits();
            window.wide();
            window.page.locator("#host-back").click();
            assertThat(dialog).containsText("sold again from now on");
            yes(dialog, "Back into service");
            assertThat(window.page.locator("#told")).containsText("cards are back in service");
            assertThat(window.page.locator("#host-out")).isVisible();
            assertThat(window.page.locator("#host-back")).hasCount(0);
        }
    }

    @Test
    void an_operator_drains_a_host_and_lets_it_take_work_again() {
        HostView host = portal.beans
                .getBean(Fleet.class)
                .hosts(Caller.Job.named("story"), FleetFilter.all(), Page.Request.first(Page.MOST))
                .items()
                .getLast();
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/hosts/" + host.host().id());
            Locator dialog = window.page.locator("vaadin-confirm-dialog");
            window.page.locator("#host-drain").click();
            assertThat(dialog).containsText("takes no new work from now on");
            yes(dialog, "Drain");
            assertThat(window.page.locator("#told")).containsText("cards take no new work. Claims: 0 of the future");
            assertThat(window.page.locator("main.page .facts")).containsText("Draining");
            assertThat(window.page.locator("#host-drain")).hasCount(0);
            window.settle();
            window.accessible();
            window.picture("flow-host-drain");
            window.page.locator("#host-undrain").click();
            assertThat(window.page.locator("#told")).containsText("take new work again");
            assertThat(window.page.locator("#host-drain")).isVisible();
        }
    }

    @Test
    void a_window_on_a_host_at_work_is_refused_with_the_names_of_what_is_in_the_way() {
        Caller job = Caller.Job.named("story");
        Drains drains = portal.beans.getBean(Drains.class);
        int host = portal
                .beans
                .getBean(Fleet.class)
                .hosts(job, FleetFilter.all(), Page.Request.first(Page.MOST))
                .items()
                .stream()
                .map(view -> view.host().id())
                .filter(id -> drains.claims(job, id).stream()
                        .anyMatch(claim -> claim.way() == InTheWay.Way.STAYS && claim.until() == null))
                .findFirst()
                .orElseThrow();
        InTheWay claim = drains.claims(job, host).stream()
                .filter(each -> each.until() == null)
                .findFirst()
                .orElseThrow();
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/hosts/" + host);
            assertThat(window.page.locator("main.page table").first()).containsText(claim.name());
            window.settle();
            window.picture("flow-host-claims");
            window.narrow();
            window.fits();
            window.picture("flow-host-claims-360");
            window.wide();
            window.page.locator("#host-plan").click();
            window.page.locator("#maintenance-reason input").fill("New firmware");
            window.page.locator("#maintenance-yes").click();
            Locator why = window.page.locator("vaadin-dialog .note[role=alert]");
            assertThat(why).containsText("in the way");
            assertThat(why).containsText(claim.name());
            window.settle();
            window.accessible();
            window.picture("flow-maintenance-refused");
        }
    }

    @Test
    void an_operator_plans_a_window_where_nothing_is_in_the_way_and_cancels_it() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/maintenance");
            window.page.locator("#maintenance-plan").click();
            Locator dialog = window.page.locator("vaadin-dialog");
            window.page.locator("#maintenance-yes").click();
            assertThat(window.page.locator("#maintenance-target[invalid]")).isVisible();
            window.page.locator("#maintenance-target input").fill("dub-inf2");
            window.page.locator("vaadin-combo-box-item").first().click();
            window.page.locator("#maintenance-reason input").fill("New firmware");
            window.settle();
            window.picture("flow-maintenance-plan");
            window.page.locator("#maintenance-yes").click();
            assertThat(dialog).hasCount(0);
            assertThat(window.page.locator("vaadin-grid")).containsText("New firmware");
            window.settle();
            window.accessible();
            window.picture("flow-maintenance");
            window.narrow();
            window.fits();
            window.picture("flow-maintenance-360");
            window.wide();
            window.page.locator(".maintenance-cancel:visible").first().click();
            yes(window.page.locator("vaadin-confirm-dialog"), "Cancel");
            assertThat(window.page.getByText("No window is planned")).isVisible();
        }
    }

    private static void yes(Locator dialog, String name) {
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name))
                .click();
    }

    @Test
    void the_fleet_page_says_what_the_packing_did_last() {
        Caller job = Caller.Job.named("story");
        portal.beans.getBean(Replan.class).run(job);
        List<Packed> last = portal.beans.getBean(Packings.class).last(job);
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/fleet");
            Locator rows = window.page.locator("[role=region][aria-label=Packing] tbody tr");
            assertThat(rows).hasCount(last.size());
            assertThat(rows.first()).containsText(last.getFirst().pool());
            rows.first().scrollIntoViewIfNeeded();
            window.picture("flow-packing");
        }
    }

    @Test
    void an_operator_cuts_the_link_of_a_site_and_restores_it() {
        Site site = portal.beans
                .getBean(Fleet.class)
                .sites(Caller.Job.named("story"))
                .getFirst();
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/fleet");
            Locator button = window.page.locator("#link-" + site.code());
            Locator row = window.page.locator("tr", new com.microsoft.playwright.Page.LocatorOptions().setHas(button));
            button.click();
            Locator dialog = window.page.locator("vaadin-confirm-dialog");
            assertThat(dialog).containsText("Nothing is started, stopped or metered at it");
            yes(dialog, "Cut the link");
            assertThat(window.page.locator("#told")).containsText(site.name() + ": Link down");
            assertThat(row).containsText("Link down");
            window.settle();
            window.accessible();
            window.picture("flow-link-down");
            button.click();
            yes(dialog, "Restore the link");
            assertThat(window.page.locator("#told")).containsText(site.name() + ": Link up");
            assertThat(row).containsText("Link up");
        }
    }

    @Test
    void an_operator_sets_how_far_a_region_is_from_a_site() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/fleet");
            Locator button = window.page.locator("#latencies-paris-1");
            Locator row = window.page.locator("tr", new com.microsoft.playwright.Page.LocatorOptions().setHas(button));
            row.getByText("regions").click();
            assertThat(row.getByText("1 ms to paris, declared")).isVisible();
            button.click();
            Locator dialog = window.page.locator("vaadin-dialog[opened]");
            assertThat(dialog).containsText("wins over the fleet file");
            Locator region = dialog.getByLabel("Region");
            region.fill("orleans");
            region.press("Enter");
            dialog.getByLabel("Round trip (ms)").fill("3");
            dialog.getByText("It was measured").click();
            window.settle();
            window.picture("flow-latency");
            window.page.locator("#latency-set").click();
            assertThat(row).containsText("3 ms to orleans, measured");
            window.settle();
            window.accessible();
            window.picture("flow-latency-set");
        }
    }

    @Test
    void an_operator_grants_credit_and_enters_a_payment() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/organizations/" + portal.story.fresh.id().text());
            window.page.getByLabel("Amount").first().fill("100");
            window.page.getByLabel("Reason").first().fill("Paid in by transfer");
            window.button("Grant it").click();
            assertThat(window.page.locator("table").first()).containsText("100.00 EUR");

            window.go("/operator/invoices/" + portal.story.invoice().id().text());
            window.page.locator("#mark-paid").click();
            Locator dialog = window.page.locator("vaadin-confirm-dialog");
            assertThat(dialog).containsText("will be entered as received");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Mark as paid"))
                    .click();
            assertThat(window.page.locator("main.page .badge").first()).hasText("Paid");
        }
    }

    @Test
    void a_credit_is_asked_for_with_a_key_and_what_was_refused_with_another_one() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/organizations/" + portal.story.northwind.id().text());
            long before = keys();
            window.page.getByLabel("Amount").first().fill("0");
            window.page.getByLabel("Reason").first().fill("At second try");
            window.button("Grant it").click();
            assertThat(window.page.locator(".note[role=alert]")).isVisible();
            window.page.getByLabel("Amount").first().fill("7.77");
            window.button("Grant it").click();
            assertThat(window.page.locator("table").first()).containsText("At second try");
            assertThat(keys() - before).isEqualTo(2);
        }
    }

    private long keys() {
        return portal.beans
                .getBean(Transactions.class)
                .run(
                        Caller.Job.named("story"),
                        tx -> tx.sql()
                                .fetchSingle("select count(*) from quota.idempotency_key")
                                .get(0, Long.class));
    }

    @Test
    void an_operator_reads_the_books_and_computes_an_invoice_again() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/organizations/" + portal.story.northwind.id().text());
            var books = window.page.getByRole(
                    AriaRole.REGION, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Books"));
            assertThat(books).containsText("Revenue of inference");
            var sum = books.locator("tr").last().locator("td");
            assertThat(sum.nth(0)).hasText("Together");
            assertThat(sum.nth(1)).containsText("EUR");
            assertThat(sum.nth(2)).hasText(sum.nth(1).innerText());

            var invoice = portal.story.invoice();
            window.go("/operator/invoices/" + invoice.id().text());
            window.page.locator("#rerate").click();
            assertThat(window.page.locator(".note.good"))
                    .containsText("the digest of the lines is the same, " + invoice.digest());
            window.picture("flow-rerated");
        }
        try (var window = Window.of(Story.FINANCE)) {
            window.go("/invoices/" + portal.story.invoice().id().text());
            assertThat(window.page.locator("#rerate")).hasCount(0);
        }
    }

    @Test
    void the_audit_log_names_the_operator_and_leads_to_what_was_changed() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/organizations/" + portal.story.northwind.id().text());
            window.page.getByLabel("Exposure limit").fill("50001");
            window.button("Set the limit").click();
            window.settle();
            window.go("/audit");
            var log = window.page.locator("vaadin-grid");
            assertThat(log).containsText("Operator of the platform: Opal Operator");
            log.getByText(portal.story.northwind.id().text()).first().click();
            window.heading("Northwind Labs");
        }
        try (var window = Window.of(Story.OWNER)) {
            window.go("/audit");
            var log = window.page.locator("vaadin-grid");
            assertThat(log).containsText("Operator of the platform: usr_");
            assertThat(log).not().containsText("Opal");
            log.locator("a[href^='reservations/rsv_']").first().click();
            window.page.waitForURL("**/reservations/rsv_*");
        }
    }

    @Test
    void the_demo_panel_finds_any_host_by_a_part_of_its_name() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/demo");
            window.page.locator("#fail-host").click();
            assertThat(window.page.locator("vaadin-combo-box")).containsText("Choose a host first.");
            var hosts = portal.beans
                    .getBean(Fleet.class)
                    .hosts(Caller.Job.named("story"), FleetFilter.all(), Page.Request.first(Page.MOST));
            String last = hosts.items().getLast().host().name();
            window.page.locator("vaadin-combo-box input").fill(last.toUpperCase(Locale.ROOT));
            assertThat(window.page
                            .locator("vaadin-combo-box-item:not([hidden])")
                            .first())
                    .containsText(last);
            window.page.keyboard().press("Escape");
        }
    }

    @Test
    void an_operator_loads_a_price_file_and_is_told_what_is_wrong_with_another() {
        String header = "sku,workload,site,currency,from,until,rate_per_hour,source\n";
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/prices");
            Locator file = window.page.locator("vaadin-upload input[type=file]");
            file.setInputFiles(csv(header + "nvidia-t4-16gb/card,training,*,EUR,soon,,0.35,list"));
            assertThat(window.page.locator(".note.bad"))
                    .containsText("winter.csv:2: from must be a whole UTC hour like 2026-01-01T00:00:00Z");
            window.settle();
            // It stands beside the file, in sight, and the next file is taken as if there had been none.
            assertThat(window.page.locator("vaadin-upload + div .note.bad")).isInViewport();
            assertThat(window.page.locator("vaadin-upload-file")).hasCount(0);
            window.picture("flow-prices-refused");
            file.setInputFiles(
                    csv(header + "nvidia-l40s-48gb/card,training,paris-1,EUR,2026-12-01T00:00:00Z,,0.35,winter list"));
            assertThat(window.page.locator("vaadin-notification-card")).containsText("1 are new");
            assertThat(window.page.locator(".note.bad")).hasCount(0);
            window.go("/operator/prices");
            file.setInputFiles(
                    csv(header + "tenstorrent-card/card,training,*,CHF,2026-01-01T00:00:00Z,,0.35,winter list"));
            assertThat(window.page.locator("vaadin-notification-card")).containsText("1 are new");
            // Its row comes last by its name, and a grid draws only what is in sight.
            assertThat(window.page.locator("vaadin-grid")).containsText("example");
            window.settle();
            window.picture("flow-prices");
        }
    }

    @Test
    void a_node_list_comes_in_where_the_operator_says_and_one_that_is_too_large_does_not() {
        String nodes = "sn,cpu_milli,memory_mib,gpu,model\nlyon-node-1,64000,262144,2,P100\n";
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/fleet");
            Locator file = window.page.locator("vaadin-upload input[type=file]");
            file.setInputFiles(csv("x".repeat(10 * 1024 * 1024 + 1)));
            assertThat(window.page.locator(".note.bad")).containsText("winter.csv is larger than 10 MiB");
            for (int again = 0; again < 2; again++) {
                file.setInputFiles(new FilePayload(
                        "winter.yaml", "application/yaml", "not: a fleet".getBytes(StandardCharsets.UTF_8)));
                assertThat(window.page.locator("vaadin-upload + div .note.bad"))
                        .not()
                        .containsText("winter.csv");
                assertThat(window.page.locator("vaadin-upload + div .note.bad")).isInViewport();
                assertThat(window.page.locator("vaadin-upload-file")).hasCount(0);
            }
            window.settle();
            window.picture("flow-fleet-refused");
            file.setInputFiles(csv(nodes));
            var dialog = window.page.locator("vaadin-dialog[opened]");
            assertThat(dialog).containsText("Where the hosts of winter.csv go");
            var site = window.page.getByLabel("Code of the site");
            assertThat(site).hasValue("openb");
            window.picture("flow-fleet-target-usual");
            var bottom = dialog.locator("vaadin-checkbox").last().boundingBox();
            var bar = window.page.locator("#target-import").boundingBox();
            assertThat(bar.y - (bottom.y + bottom.height))
                    .as("room between the last field and the buttons")
                    .isGreaterThanOrEqualTo(16);
            site.fill("Lyon");
            window.page.locator("#target-import").click();
            assertThat(dialog.locator(".note.bad")).containsText("site must be a code of lower-case letters");
            site.fill("lyon");
            window.page.getByLabel("Name of the site").fill("Lyon");
            window.page.getByLabel("Country whose law holds").fill("FR");
            window.page.getByLabel("Code of the pool").fill("lyon-cards");
            window.picture("flow-fleet-target");
            window.page.locator("#target-import").click();
            assertThat(window.page.locator("vaadin-notification-card")).containsText("1 hosts with 2 cards");
            assertThat(window.page.locator("main.page")).containsText("lyon · FR");
        }
    }

    private static FilePayload csv(String content) {
        return new FilePayload("winter.csv", "text/csv", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void support_sees_and_changes_nothing() {
        try (var window = Window.of(Story.SUPPORT)) {
            window.go("/operator/organizations/" + portal.story.northwind.id().text());
            assertThat(window.page.locator("main.page")).containsText("Exposure");
            assertThat(window.button("Grant it")).hasCount(0);
            window.go("/operator/prices");
            assertThat(window.page.locator("vaadin-grid")).containsText("example");
            assertThat(window.page.locator("vaadin-upload")).hasCount(0);
            window.go("/operator/fleet");
            assertThat(window.page.locator("main.page")).containsText("Link up");
            assertThat(window.page.locator("[id^=link-]")).hasCount(0);
            window.go("/operator/hosts/9");
            assertThat(window.page.locator("main.page")).containsText("The machine");
            assertThat(window.page.locator("#host-out, #host-back")).hasCount(0);
            window.expect("404");
            window.go("/operator/demo");
            assertThat(window.page.locator("h1")).hasText("There is nothing here");
        }
    }

    @Test
    void the_platform_reads_a_customers_work_and_leaves_it_alone() {
        String block = "reservations/" + portal.story.running.id().text();
        String serving = "allocations/" + portal.story.serving.id().text();
        int host = portal.story.hostOf(portal.story.serving.id().value());
        for (String who : List.of(Story.OPERATOR, Story.SUPPORT)) {
            try (var window = Window.of(who)) {
                window.go("/operator/hosts/" + host);
                window.page.locator(".tile.leads[title='Chat 13B']").first().click();
                window.page.waitForURL("**/" + serving);
                assertThat(window.page.locator(".crumb")).hasText("Northwind Labs");
                assertThat(window.page.locator("main.page .facts")).containsText("Northwind Labs");
                assertThat(window.page.locator("main.page")).not().containsText("How to connect");
                assertThat(window.page.locator("#release")).hasCount(0);
                window.settle();
                window.picture("flow-operator-allocation");
                window.go("/" + "reservations/" + portal.story.held.id().text());
                assertThat(window.page.locator(".crumb")).hasText("Northwind Labs");
                assertThat(window.page.locator("#confirm, #cancel")).hasCount(0);
                window.go("/audit");
                assertThat(window.page
                                .locator(
                                        "vaadin-grid a[href^='reservations/rsv_'], vaadin-grid a[href^='allocations/alc_']")
                                .first())
                        .isVisible();
            }
        }
        try (var window = Window.of(Story.NEWCOMER)) {
            window.expect("404");
            for (String path : List.of(block, serving)) {
                window.go("/" + path);
                assertThat(window.page.locator("h1")).hasText("There is nothing here");
                assertThat(window.page.locator("body")).not().containsText("Northwind");
            }
        }
    }

    @Test
    void a_long_name_in_the_audit_log_leaves_the_other_columns_their_room() {
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/organizations/" + portal.story.northwind.id().text());
            window.page.getByLabel("Exposure limit").fill("50002");
            window.button("Set the limit").click();
            window.settle();
            window.go("/audit");
            assertThat(window.page.locator("vaadin-grid")).containsText("Opal Operator");
            window.picture("flow-audit");
            Object over = window.page.evaluate("() => { const table = document.querySelector('vaadin-grid').$.table;"
                    + " return table.scrollWidth - table.clientWidth; }");
            assertThat(((Number) over).intValue()).isLessThanOrEqualTo(0);
            Object clipped = window.page.evaluate("() => [...document.querySelectorAll('vaadin-grid-cell-content')]"
                    + ".filter(cell => cell.querySelector('.mono') && cell.scrollWidth > cell.clientWidth).length");
            assertThat(clipped).isEqualTo(0);
        }
    }

    @Test
    void the_tiles_of_a_card_stand_in_a_table_too() {
        int host = portal.story.hostOf(portal.story.serving.id().value());
        try (var window = Window.of(Story.OPERATOR)) {
            window.go("/operator/hosts/" + host);
            assertThat(window.page.locator(".tile").first()).isVisible();
            window.page.getByText("The same in figures").first().click();
            assertThat(window.page.locator("table").first()).containsText("Chat 13B");
            assertThat(window.page
                            .locator("table a[href='allocations/"
                                    + portal.story.serving.id().text() + "']")
                            .first())
                    .hasText("Chat 13B");
            window.settle();
            window.picture("flow-tiles");
        }
    }
}
