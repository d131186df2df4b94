package cloud.tessera.quota.limit;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The limits of projects: how much each may hold at any instant, by workload and model family. */
@Singleton
public final class Limits {
    /** What a new project may hold for training, over all families together. */
    public static final CardEquivalents DEFAULT_TRAINING = CardEquivalents.cards(16);
    /** What a new project may hold for inference, over all families together. */
    public static final CardEquivalents DEFAULT_INFERENCE = CardEquivalents.cards(8);

    private final Transactions transactions;
    private final Audit audit;

    public Limits(Transactions transactions, Audit audit) {
        this.transactions = transactions;
        this.audit = audit;
    }

    /** The limits of a project and what is taken of each, training first. */
    public List<LimitUse> list(Caller caller, ProjectId project) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, tx -> {
            List<LimitStore.Limit> limits = caller.reaches(project) ? LimitStore.of(tx, project) : List.of();
            if (limits.isEmpty()) {
                throw Refusal.notFound("project").asException();
            }
            return limits.stream().map(limit -> use(tx, limit)).toList();
        });
    }

    /** Sets a limit, for operators. It may be less than what is held: then nothing more is admitted until it is. */
    public Outcome<LimitUse> set(Caller operator, ProjectId project, ResourceClass resource, CardEquivalents max) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            OrganizationId organization = LimitStore.lock(tx, project, resource.workload())
                    .orElseThrow(() -> Refusal.notFound("project").asException());
            Optional<CardEquivalents> before = LimitStore.max(tx, project, resource);
            var limit = new LimitStore.Limit(organization, project, resource, max);
            LimitStore.put(tx, limit);
            audit.record(
                    tx,
                    organization,
                    "limit.set",
                    project.text(),
                    before.map(was -> Change.of(resource, was)).orElse(null),
                    Change.of(resource, max));
            return use(tx, limit);
        });
    }

    /** Gives a new project its first limits, in the transaction that makes it. */
    public void open(Tx tx, OrganizationId organization, ProjectId project) {
        tx.asPlatform(() -> {
            put(tx, organization, project, Workload.TRAINING, DEFAULT_TRAINING);
            put(tx, organization, project, Workload.INFERENCE, DEFAULT_INFERENCE);
            return project;
        });
    }

    private static void put(
            Tx tx, OrganizationId organization, ProjectId project, Workload workload, CardEquivalents max) {
        LimitStore.put(tx, new LimitStore.Limit(organization, project, ResourceClass.everyOther(workload), max));
    }

    private static LimitUse use(Tx tx, LimitStore.Limit limit) {
        return new LimitUse(
                limit.project(),
                limit.resource(),
                limit.max(),
                ClaimStore.at(tx, limit, tx.now()),
                ClaimStore.peak(tx, limit, tx.now(), null));
    }

    /** What the audit log says of a limit. */
    private record Change(String workload, String family, long parts) {
        static Change of(ResourceClass resource, CardEquivalents max) {
            return new Change(resource.workload().text(), resource.family(), max.parts());
        }
    }
}
