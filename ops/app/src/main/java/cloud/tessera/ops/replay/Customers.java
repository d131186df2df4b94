package cloud.tessera.ops.replay;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.access.ApiKey;
import cloud.tessera.quota.access.ApiKeys;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Makes the organizations of a replay: verified, on approved terms, billed in EUR by UTC months, with limits that do not
 * bind, each with a key for the program that books.
 */
@Singleton
final class Customers {
    private static final Caller JOB = Caller.Job.named("replay");
    private static final CardEquivalents MORE_CARDS_THAN_ANYONE_HAS = CardEquivalents.cards(10_000_000);
    private static final Money MORE_THAN_ANYONE_OWES = Money.most(Prices.CURRENCY);

    private final Organizations organizations;
    private final Members members;
    private final Projects projects;
    private final ApiKeys keys;
    private final Limits limits;
    private final Exposure exposure;
    private final IdSource ids;

    Customers(
            Organizations organizations,
            Members members,
            Projects projects,
            ApiKeys keys,
            Limits limits,
            Exposure exposure,
            IdSource ids) {
        this.organizations = organizations;
        this.members = members;
        this.projects = projects;
        this.keys = keys;
        this.limits = limits;
        this.exposure = exposure;
        this.ids = ids;
    }

    List<Customer> make(int count) {
        return IntStream.range(0, count).mapToObj(this::make1).toList();
    }

    private Customer make1(int number) {
        String slug = String.format(Locale.ROOT, "organization-%02d", number);
        var wanted = new NewOrganization(
                "Organization " + number, slug, Prices.CURRENCY, ZoneOffset.UTC, "DE", Terms.INVOICED);
        Organization made = organizations.create(JOB, wanted).orThrow();
        Organization approved =
                organizations.setTerms(JOB, made.id(), Terms.INVOICED, true).orThrow();
        exposure.setLimit(JOB, made.id(), MORE_THAN_ANYONE_OWES).orThrow();
        ProjectId project = projects.list(JOB, made.id()).getFirst().id();
        limits.set(JOB, project, ResourceClass.everyOther(Workload.INFERENCE), MORE_CARDS_THAN_ANYONE_HAS)
                .orThrow();
        return new Customer(approved, project, program(made, slug));
    }

    private Caller program(Organization organization, String slug) {
        PersonId owner = members.add(
                        JOB, organization.id(), slug + "@example.com", "Owner of " + slug, Role.OWNER, null)
                .orThrow()
                .person();
        var request = Caller.Request.of("replay-" + slug);
        var caller = new Caller.Member(owner, organization.id(), Role.OWNER, new SessionId(ids.next()), request);
        ApiKey key = keys.create(caller, "replay", Role.DEVELOPER, null, null)
                .orThrow()
                .key();
        return new Caller.Key(key.id(), organization.id(), key.project(), key.role(), request);
    }
}
