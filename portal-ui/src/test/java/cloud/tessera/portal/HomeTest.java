package cloud.tessera.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import com.microsoft.playwright.Locator;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HomeTest {
    private static final String LONG_AGO = "lena@longago.example";
    private final TestPortal portal = TestPortal.running();

    @Test
    void what_runs_is_on_the_first_page_however_much_has_ended_since() {
        var customer = portal.story.another("Long Ago", "longago", LONG_AGO);
        Allocation serving = portal.story.allocation(
                customer, "Old service", Shape.partitions("nvidia-a30-24gb", "1g.6gb", 1), "frankfurt-1");
        endedSince(serving, 205);
        try (var window = Window.of(LONG_AGO)) {
            window.go("/");
            assertThat(window.page.locator("main.page")).containsText("Running now (1)");
            assertThat(window.page.getByText("Old service").first()).isVisible();

            window.go("/allocations?state=running");
            var grid = window.page.locator("main.page vaadin-grid");
            assertThat(grid).containsText("Old service");
            assertThat(grid).not().containsText("Bygone");
            window.picture("flow-running");
            window.page.locator("#stage").click();
            window.page.locator("vaadin-select-item").getByText("Ended").click();
            assertThat(grid).containsText("Bygone");
            assertThat(grid).not().containsText("Old service");
            window.page.waitForURL("**/allocations?state=ended");
            window.accessible();

            window.go("/reservations?state=coming");
            assertThat(window.page.locator(".empty")).containsText("Nothing is booked ahead");
        }
    }

    /** Copies of an allocation that began later and are over. */
    private void endedSince(Allocation of, int count) {
        portal.beans.getBean(Transactions.class).run(Caller.Job.named("story"), tx -> {
            UUID[] ids = new UUID[count];
            for (int i = 0; i < count; i++) {
                ids[i] = tx.newId();
            }
            return tx.sql().execute("""
                                    insert into inventory.allocation (id, organization_id, project_id, name, model, profile,
                                      quantity, gang, cpu_milli, memory_mib, sku, site, image, state, release_asked_at,
                                      released_at, created_by, created_at)
                                    select new.id, organization_id, project_id, 'Bygone', model, profile, quantity, gang, cpu_milli,
                                      memory_mib, sku, site, image, 'released', created_at, created_at, created_by, created_at
                                      from inventory.allocation old, unnest(?::uuid[]) as new(id) where old.id = ?""", ids, of.id().value());
        });
    }

    @Test
    void clicking_its_link_while_it_is_open_leaves_one_of_everything() {
        try (var window = Window.of(Story.DEVELOPER)) {
            window.go("/");
            for (int click = 0; click < 2; click++) {
                window.page
                        .locator("vaadin-side-nav-item")
                        .filter(new Locator.FilterOptions().setHasText("Home"))
                        .click();
                window.settle();
            }
            assertThat(window.page.locator("main h1")).hasCount(1);
        }
    }
}
