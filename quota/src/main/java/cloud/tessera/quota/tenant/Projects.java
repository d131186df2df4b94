package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The projects of organizations. A key that is bound to a project sees that project alone. */
@Singleton
public final class Projects {
    /** The name of the project that every organization begins with. */
    public static final String DEFAULT = "default";

    private final Transactions transactions;
    private final Audit audit;
    private final Limits limits;

    public Projects(Transactions transactions, Audit audit, Limits limits) {
        this.transactions = transactions;
        this.audit = audit;
        this.limits = limits;
    }

    /** Makes a project in the caller's organization, with the first limits. Refused: {@code name_taken}. */
    public Outcome<Project> create(Caller caller, String name) {
        caller.require(Permission.MANAGE_PROJECTS);
        OrganizationId organization = caller.requireOrganization();
        if (caller instanceof Caller.Key key && key.project().isPresent()) {
            throw Refusal.forbidden("This key is bound to one project.").asException();
        }
        return transactions.once(
                caller,
                "projects.create",
                name,
                tx -> open(tx, organization, name),
                made -> made.id().text(),
                (tx, id) -> of(tx, ProjectId.of(id)));
    }

    /** The projects of the caller's organization, by name. */
    public List<Project> list(Caller caller) {
        return list(caller, caller.requireOrganization());
    }

    /** The projects of an organization, by name: of the caller's own, or of any for the platform. */
    public List<Project> list(Caller caller, OrganizationId organization) {
        caller.requireReach(organization);
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, tx -> ProjectStore.of(tx, organization)).stream()
                .filter(project -> caller.reaches(project.id()))
                .toList();
    }

    public Project get(Caller caller, ProjectId id) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, tx -> of(tx, id));
    }

    /** A project as another room needs it inside its transaction; not found where the caller does not see it. */
    public Project of(Tx tx, ProjectId id) {
        return ProjectStore.find(tx, id)
                .filter(project -> tx.caller().reaches(project.id()))
                .orElseThrow(() -> Refusal.notFound("project").asException());
    }

    /** Those of several that are there and that the transaction sees; whose callers may see them is for the caller to ask. */
    public Later<Map<ProjectId, Project>> of(Tx tx, Collection<ProjectId> ids) {
        return ProjectStore.find(tx, ids)
                .map(found -> found.stream().collect(Collectors.toMap(Project::id, Function.identity())));
    }

    Project open(Tx tx, OrganizationId organization, String name) {
        var made = new Project(new ProjectId(tx.newId()), organization, Wording.name(name, 100, "name"), tx.now());
        if (!ProjectStore.insert(tx, made)) {
            throw Refusal.conflict("name_taken", "There is a project named " + made.name() + ".")
                    .asException();
        }
        limits.open(tx, organization, made.id());
        audit.record(tx, organization, "project.created", made.id().text(), null, made);
        return made;
    }
}
