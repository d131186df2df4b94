package cloud.tessera.ops.demo;

import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Role;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The customers of the demo. Their zones lie at or east of UTC, so that a month that is over in UTC is over for all of
 * them.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its parts are records and lists that nothing changes.
enum Tenant {
    /** A startup that builds an assistant: pays ahead, in dollars, and lives on slices. */
    STARTUP(
            new NewOrganization("Northlight AI", "northlight", usd(), ZoneId.of("Asia/Singapore"), "SG", Terms.PREPAID),
            List.of("assistant", "research"),
            List.of("Nia Tan", "Dev Rao", "Fay Lim", "Vic Ong")),
    /** A research lab: few, large and long training runs on approved terms. */
    LAB(
            new NewOrganization("Arden Institute", "arden", eur(), ZoneId.of("Europe/Berlin"), "DE", Terms.INVOICED),
            List.of("proteins", "climate"),
            List.of("Ada Brandt", "Deniz Kaya", "Franz Vogel", "Vera Lang")),
    /** A retailer with small models in its shops: many short and long allocations at the edge. */
    RETAILER(
            new NewOrganization("Kestrel Market", "kestrel", eur(), ZoneId.of("Europe/Paris"), "FR", Terms.INVOICED),
            List.of("shelf-vision", "voice"),
            List.of("Odile Martin", "Denis Roux", "Flora Petit", "Vincent Blanc"));

    private static final List<Role> ROLES = List.of(Role.OWNER, Role.DEVELOPER, Role.FINANCE, Role.VIEWER);

    private final NewOrganization organization;
    private final List<String> projects;
    private final List<String> names;

    Tenant(NewOrganization organization, List<String> projects, List<String> names) {
        this.organization = organization;
        this.projects = projects;
        this.names = names;
    }

    NewOrganization organization() {
        return organization;
    }

    /** The projects it makes beside the one that it begins with. */
    List<String> projects() {
        return projects;
    }

    /** Somebody who works for a customer. */
    record Employee(String email, String name, Role role) {}

    /** One person for each role, the owner first. */
    List<Employee> people() {
        return IntStream.range(0, ROLES.size())
                .mapToObj(i -> new Employee(
                        ROLES.get(i).text() + "@" + organization.slug() + ".example", names.get(i), ROLES.get(i)))
                .toList();
    }

    private static Currency usd() {
        return Currency.getInstance("USD");
    }

    private static Currency eur() {
        return Currency.getInstance("EUR");
    }
}
