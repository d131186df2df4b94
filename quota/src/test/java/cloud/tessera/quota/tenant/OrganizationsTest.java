package cloud.tessera.quota.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.audit.AuditEntry;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Facts;
import cloud.tessera.quota.transaction.Json;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganizationsTest {
    private final Ground ground = new Ground();
    private final Ground.Tenant acme = ground.tenant("acme");
    private final Ground.Tenant other = ground.tenant("other");

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void a_new_organization_pays_for_itself_is_not_verified_and_has_a_project_to_begin_with() {
        Organization made = acme.organization();
        assertThat(made.payer()).isEqualTo(made.id());
        assertThat(made.status()).isEqualTo(Organization.Status.ACTIVE);
        assertThat(made.verified()).isFalse();
        assertThat(made.holder()).isNotEqualTo(made.id().value());
        assertThat(ground.organizations.get(acme.owner(), made.id())).isEqualTo(made);
        assertThat(ground.projects.list(acme.owner()))
                .singleElement()
                .satisfies(project -> assertThat(project.name()).isEqualTo(Projects.DEFAULT));
    }

    @Test
    void modules_to_the_right_are_told_of_a_new_organization_by_a_fact() {
        List<Organizations.Opened> opened = new ArrayList<>();
        new Facts(ground.transactions).read(Ground.JOB, "test", Set.of(Organizations.OPENED), 10, (tx, fact) -> {
            assertThat(fact.organization()).isEqualTo(new OrganizationId(fact.subject()));
            opened.add(Json.read(fact.payload(), Organizations.Opened.class));
        });
        assertThat(opened)
                .containsExactly(
                        new Organizations.Opened(acme.organization().id().text(), "EUR", "prepaid"),
                        new Organizations.Opened(other.organization().id().text(), "EUR", "prepaid"));
    }

    @Test
    void a_slug_that_is_taken_is_refused_and_leaves_nothing_behind() {
        assertThat(code(ground.organizations.create(Ground.JOB, Ground.organization("acme"))))
                .isEqualTo("slug_taken");
        assertThat(ground.organizations.list(Ground.JOB, Page.Request.first(10)).items())
                .hasSize(2);
    }

    @Test
    void what_makes_no_sense_is_refused_by_field() {
        NewOrganization good = Ground.organization("good");
        assertThat(code(create(" ", good.slug(), good.country()))).isEqualTo("invalid_name");
        assertThat(code(create(good.name(), "Not A Slug", good.country()))).isEqualTo("invalid_slug");
        assertThat(code(create(good.name(), "-dash", good.country()))).isEqualTo("invalid_slug");
        assertThat(code(create(good.name(), good.slug(), "XX"))).isEqualTo("invalid_country");
        assertThat(code(create("XAU", good.zone()))).isEqualTo("invalid_currency");
        assertThat(code(create("EUR", ZoneId.of("UTC+2")))).isEqualTo("invalid_zone");
        assertThat(code(create("EUR", ZoneOffset.ofHoursMinutes(5, 30)))).isEqualTo("invalid_zone");
    }

    @Test
    void organizations_are_listed_newest_first_in_pages_for_the_platform_alone() {
        Page<Organization> first = ground.organizations.list(Ground.JOB, Page.Request.first(1));
        Page<Organization> second = ground.organizations.list(Ground.JOB, new Page.Request(1, first.next()));
        assertThat(first.items()).containsExactly(other.organization());
        assertThat(second.items()).containsExactly(acme.organization());
        assertThat(second.next()).isNull();
        assertThatThrownBy(() -> ground.organizations.list(Ground.JOB, new Page.Request(1, "nonsense")))
                .hasMessageContaining("invalid_cursor");
        assertThatThrownBy(() -> ground.organizations.list(acme.owner(), Page.Request.first(1)))
                .hasMessageContaining("forbidden");
    }

    @Test
    void support_looks_and_changes_nothing() {
        var support = new Caller.Operator(
                new PersonId(ground.ids.next()),
                PlatformRole.SUPPORT,
                new SessionId(ground.ids.next()),
                Caller.Request.of("test"));
        OrganizationId id = acme.organization().id();
        assertThat(ground.organizations.get(support, id)).isEqualTo(acme.organization());
        assertThat(ground.projects.list(support, id)).hasSize(1);
        assertThatThrownBy(() -> ground.organizations.create(support, Ground.organization("more")))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> ground.organizations.setTerms(support, id, Terms.INVOICED, true))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> ground.members.add(support, id, "a@example.org", "A", Role.OWNER, null))
                .hasMessageContaining("forbidden");
    }

    @Test
    void an_operator_sets_the_terms_and_the_audit_log_tells_before_and_after() {
        OrganizationId id = acme.organization().id();
        Organization after = ground.organizations
                .setTerms(Ground.JOB, id, Terms.INVOICED, true)
                .orThrow();
        assertThat(after.terms()).isEqualTo(Terms.INVOICED);
        assertThat(after.verified()).isTrue();
        AuditEntry entry =
                ground.audit.list(acme.owner(), Page.Request.first(1)).items().getFirst();
        assertThat(entry.action()).isEqualTo("organization.terms_set");
        assertThat(entry.before()).contains("\"prepaid\"");
        assertThat(entry.after()).contains("\"invoiced\"");
    }

    @Test
    void what_belongs_to_another_organization_does_not_exist() {
        OrganizationId foreign = other.organization().id();
        assertThatThrownBy(() -> ground.organizations.get(acme.owner(), foreign))
                .hasMessageContaining("not_found");
        assertThatThrownBy(() -> ground.projects.list(acme.owner(), foreign)).hasMessageContaining("not_found");
        assertThatThrownBy(
                        () -> ground.projects.get(acme.owner(), other.project().id()))
                .hasMessageContaining("not_found");
        assertThatThrownBy(() -> ground.transactions.run(
                        acme.owner(),
                        tx -> ground.projects.of(tx, other.project().id())))
                .hasMessageContaining("not_found");
        assertThatThrownBy(() -> ground.transactions.run(acme.owner(), tx -> ground.organizations.of(tx, foreign)))
                .hasMessageContaining("not_found");
    }

    @Test
    void a_suspended_organization_is_seen_and_books_nothing() throws Exception {
        OrganizationId id = acme.organization().id();
        Organization active = ground.transactions.run(acme.owner(), tx -> ground.organizations.requireActive(tx, id));
        assertThat(active).isEqualTo(acme.organization());
        try (var connection = ground.owner();
                var statement = connection.createStatement()) {
            statement.execute("update quota.organization set status = 'suspended' where slug = 'acme'");
        }
        assertThat(ground.organizations.get(acme.owner(), id).status()).isEqualTo(Organization.Status.SUSPENDED);
        assertThatThrownBy(
                        () -> ground.transactions.run(acme.owner(), tx -> ground.organizations.requireActive(tx, id)))
                .hasMessageContaining("organization_suspended");
    }

    @Test
    void a_project_is_made_with_limits_and_its_name_is_unique_within_the_organization() {
        Project made =
                ground.projects.create(acme.as(Role.DEVELOPER), " research ").orThrow();
        assertThat(made.name()).isEqualTo("research");
        assertThat(ground.limits.list(acme.owner(), made.id())).hasSize(2);
        assertThat(code(ground.projects.create(acme.owner(), "research"))).isEqualTo("name_taken");
        assertThat(ground.projects.create(other.owner(), "research")).isInstanceOf(Outcome.Done.class);
        assertThat(code(ground.projects.create(acme.owner(), "x".repeat(101)))).isEqualTo("invalid_name");
        assertThatThrownBy(() -> ground.projects.create(acme.as(Role.VIEWER), "more"))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> ground.projects.create(acme.as(Role.FINANCE), "more"))
                .hasMessageContaining("forbidden");
    }

    @Test
    void a_project_made_twice_with_one_idempotency_key_is_made_once() {
        Caller caller = acme.owner().with(new Caller.Request("test", "one key"));
        Project first = ground.projects.create(caller, "research").orThrow();
        assertThat(ground.projects.create(caller, "research").orThrow()).isEqualTo(first);
        assertThat(ground.projects.list(acme.owner())).hasSize(2);
    }

    @Test
    void a_key_that_is_bound_to_a_project_sees_that_project_alone() {
        Project research = ground.projects.create(acme.owner(), "research").orThrow();
        var key = new Caller.Key(
                new ApiKeyId(ground.ids.next()),
                acme.organization().id(),
                Optional.of(research.id()),
                Role.DEVELOPER,
                Caller.Request.of("test"));
        assertThat(ground.projects.list(key)).containsExactly(research);
        assertThat(ground.projects.get(key, research.id())).isEqualTo(research);
        assertThatThrownBy(() -> ground.projects.get(key, acme.project().id())).hasMessageContaining("not_found");
        assertThatThrownBy(() -> ground.limits.list(key, acme.project().id())).hasMessageContaining("not_found");
        assertThatThrownBy(() -> ground.projects.create(key, "more")).hasMessageContaining("forbidden");
    }

    private Outcome<Organization> create(String name, String slug, String country) {
        NewOrganization good = Ground.organization("good");
        return ground.organizations.create(
                Ground.JOB, new NewOrganization(name, slug, good.currency(), good.zone(), country, good.terms()));
    }

    private Outcome<Organization> create(String currency, ZoneId zone) {
        NewOrganization good = Ground.organization("good");
        return ground.organizations.create(
                Ground.JOB,
                new NewOrganization(
                        good.name(), good.slug(), Currency.getInstance(currency), zone, good.country(), good.terms()));
    }

    private static String code(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal().code();
    }
}
