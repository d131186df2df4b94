package cloud.tessera.ops.demo;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.money.Money;
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
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets the customers of the demo in, as an operator would: organization, people, projects, limits, money paid ahead. */
@Singleton
final class Customers {
    private static final BigDecimal EXPOSURE = new BigDecimal(500_000);
    /** Less than a month costs, so that there is something to pay at its end. */
    private static final BigDecimal PAID_AHEAD = new BigDecimal(6_000);

    private static final BigDecimal PAID_FOR_THE_VISITOR = new BigDecimal(15_000);
    private static final CardEquivalents TRAINING = CardEquivalents.cards(64);
    private static final CardEquivalents INFERENCE = CardEquivalents.cards(32);

    private final Organizations organizations;
    private final Members members;
    private final Projects projects;
    private final Limits limits;
    private final Exposure exposure;
    private final Credits credits;
    private final IdSource ids;

    Customers(
            Organizations organizations,
            Members members,
            Projects projects,
            Limits limits,
            Exposure exposure,
            Credits credits,
            IdSource ids) {
        this.organizations = organizations;
        this.members = members;
        this.projects = projects;
        this.limits = limits;
        this.exposure = exposure;
        this.credits = credits;
        this.ids = ids;
    }

    Customer letIn(Caller operator, Tenant tenant) {
        NewOrganization wanted = tenant.organization();
        OrganizationId id = organizations.create(operator, wanted).orThrow().id();
        Organization organization =
                organizations.setTerms(operator, id, wanted.terms(), true).orThrow();
        exposure.setLimit(operator, id, Money.of(EXPOSURE, wanted.currency())).orThrow();
        Map<Role, Caller> people = people(operator, tenant, id);
        List<ProjectId> ownProjects = projects(Objects.requireNonNull(people.get(Role.OWNER)), tenant);
        for (ProjectId project : ownProjects) {
            limits.set(operator, project, ResourceClass.everyOther(Workload.TRAINING), TRAINING)
                    .orThrow();
            limits.set(operator, project, ResourceClass.everyOther(Workload.INFERENCE), INFERENCE)
                    .orThrow();
        }
        return new Customer(tenant, organization, ownProjects, Objects.requireNonNull(people.get(Role.DEVELOPER)));
    }

    private Map<Role, Caller> people(Caller operator, Tenant tenant, OrganizationId organization) {
        var callers = new HashMap<Role, Caller>();
        for (Tenant.Employee person : tenant.people()) {
            PersonId id = members.add(
                            operator, organization, person.email(), person.name(), person.role(), DemoPeople.PASSWORD)
                    .orThrow()
                    .person();
            callers.put(
                    person.role(),
                    new Caller.Member(
                            id,
                            organization,
                            person.role(),
                            new SessionId(ids.next()),
                            Caller.Request.of("demo-" + person.email())));
        }
        return callers;
    }

    private List<ProjectId> projects(Caller owner, Tenant tenant) {
        var all = new ArrayList<ProjectId>();
        tenant.projects()
                .forEach(name -> all.add(projects.create(owner, name).orThrow().id()));
        projects.list(owner).stream()
                .filter(project -> project.name().equals(Projects.DEFAULT))
                .forEach(project -> all.add(project.id()));
        return List.copyOf(all);
    }

    /** Enters what a customer who pays ahead pays for a month. */
    void payForTheMonth(Caller operator, Customer customer) {
        payAhead(operator, customer, PAID_AHEAD, "Paid ahead for the month");
    }

    /** Enters what a customer who pays ahead pays so that the visitor of the demo can book. */
    void payForTheVisitor(Caller operator, Customer customer) {
        payAhead(operator, customer, PAID_FOR_THE_VISITOR, "Paid ahead for the next weeks");
    }

    private void payAhead(Caller operator, Customer customer, BigDecimal amount, String reason) {
        if (customer.organization().terms() == Terms.PREPAID) {
            Currency currency = customer.organization().currency();
            credits.grant(
                            operator,
                            customer.organization().id(),
                            Money.of(amount, currency),
                            CreditGrant.Kind.PREPAYMENT,
                            reason,
                            null)
                    .orThrow();
        }
    }
}
