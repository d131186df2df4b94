package cloud.tessera.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.access.SessionKind;
import cloud.tessera.quota.access.SignIn;
import cloud.tessera.quota.access.SignedIn;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHistoryTest {
    /** Two and a half days around a month's end, so that there are invoices. */
    private static final Instant START = Instant.parse("2026-08-30T00:00:00Z");

    private static final Instant END = Instant.parse("2026-09-01T12:00:00Z");
    private static final Caller JOB = Caller.Job.named("test");

    @TempDir
    Path directory;

    /** What a history left behind, as far as it must be the same each time. */
    private record Trail(List<String> reservations, List<String> allocations, List<String> invoices) {}

    @Test
    void the_same_seed_and_start_give_the_same_ids_and_the_same_invoices() {
        Trail first = live("first", 7, END);
        Trail second = live("second", 7, END);

        assertThat(second).isEqualTo(first);
        assertThat(first.invoices()).hasSize(3).allMatch(digest -> !digest.isBlank());
        assertThat(first.reservations()).isNotEmpty();
        assertThat(first.allocations()).isNotEmpty();
    }

    @Test
    void another_seed_gives_another_history() {
        Instant soon = START.plusSeconds(86_400);
        assertThat(live("one", 1, soon).allocations())
                .isNotEqualTo(live("two", 2, soon).allocations());
    }

    @Test
    void a_history_begins_on_the_first_of_the_month_two_months_back() {
        assertThat(DemoHistory.startFor(Instant.parse("2026-11-24T13:14:15Z")))
                .isEqualTo(Instant.parse("2026-09-01T00:00:00Z"));
        assertThat(DemoHistory.startFor(Instant.parse("2026-01-01T00:00:00Z")))
                .isEqualTo(Instant.parse("2025-11-01T00:00:00Z"));
    }

    /** As long as any that is made: incidents happen on the 17th, 37th, 43rd and 45th day. */
    @Test
    void two_months_on_each_customer_has_two_invoices_one_paid_and_a_credit_for_the_failure() {
        Instant start = Instant.parse("2026-07-01T00:00:00Z");
        try (var world = new DemoWorld(directory, start, DemoHistory.SEED)) {
            world.live(DemoHistory.SEED, Instant.parse("2026-09-02T10:00:00Z"));
            ApplicationContext beans = world.beans();
            assertThatEverybodyCanSignIn(beans);
            List<Invoice> invoices = beans.getBean(Invoices.class)
                    .list(JOB, Page.Request.first(Page.MOST))
                    .items();
            Map<OrganizationId, List<Invoice>> each =
                    invoices.stream().collect(Collectors.groupingBy(Invoice::organization));
            assertThat(each).hasSize(3);
            assertThat(each.values()).allSatisfy(own -> {
                assertThat(own.size()).isGreaterThanOrEqualTo(2);
                assertThat(own).anyMatch(invoice -> invoice.status() == Invoice.Status.PAID);
                assertThat(own).anyMatch(invoice -> invoice.status() == Invoice.Status.ISSUED);
                assertThat(own).anyMatch(invoice -> !invoice.training().isZero());
                assertThat(own).anyMatch(invoice -> !invoice.inference().isZero());
            });
            assertThat(each.keySet().stream()
                            .flatMap(organization -> beans.getBean(Credits.class).list(JOB, organization).stream())
                            .map(CreditGrant::kind))
                    .contains(CreditGrant.Kind.NOT_DELIVERED);
            assertThat(reservations(beans))
                    .anyMatch(r -> r.state().text().equals("active"))
                    .anyMatch(r -> r.state().text().equals("held"));
            assertThat(allocations(beans)).anyMatch(a -> a.state().text().equals("active"));
        }
    }

    private static void assertThatEverybodyCanSignIn(ApplicationContext beans) {
        for (DemoPeople.SignIn person : DemoPeople.all()) {
            SignedIn in = beans.getBean(SignIn.class)
                    .withPassword(Caller.Request.of("test"), person.email(), DemoPeople.PASSWORD, SessionKind.PORTAL)
                    .orThrow();
            assertThat(in.memberships()).hasSize(person.role() == null ? 0 : 1);
        }
    }

    private Trail live(String name, long seed, Instant until) {
        try (var world = new DemoWorld(directory.resolve(name), START, seed)) {
            world.live(seed, until);
            ApplicationContext beans = world.beans();
            return new Trail(
                    reservations(beans).stream()
                            .map(r -> r.id() + " " + r.site() + " " + r.state().text())
                            .toList(),
                    allocations(beans).stream()
                            .map(a -> a.id() + " " + a.site() + " " + a.state().text())
                            .toList(),
                    beans.getBean(Invoices.class).list(JOB, Page.Request.first(Page.MOST)).items().stream()
                            .map(Invoice::digest)
                            .toList());
        }
    }

    private static List<Reservation> reservations(ApplicationContext beans) {
        Reservations facade = beans.getBean(Reservations.class);
        return all(page -> facade.list(JOB, null, null, page));
    }

    private static List<Allocation> allocations(ApplicationContext beans) {
        Allocations facade = beans.getBean(Allocations.class);
        return all(page -> facade.list(JOB, null, null, page));
    }

    private static <T> List<T> all(Function<Page.Request, Page<T>> list) {
        List<T> items = new ArrayList<>();
        Page<T> page = list.apply(Page.Request.first(Page.MOST));
        items.addAll(page.items());
        while (page.next() != null) {
            page = list.apply(new Page.Request(Page.MOST, page.next()));
            items.addAll(page.items());
        }
        return items;
    }
}
