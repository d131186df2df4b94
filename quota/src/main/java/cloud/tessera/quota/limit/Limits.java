package cloud.tessera.quota.limit;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;

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
        throw new IllegalStateException("under construction");
    }

    /** Sets a limit, for operators. It may be less than what is held: then nothing more is admitted until it is. */
    public Outcome<LimitUse> set(Caller operator, ProjectId project, ResourceClass resource, CardEquivalents max) {
        throw new IllegalStateException("under construction");
    }

    /** Gives a new project its first limits, in the transaction that makes it. */
    public void open(Tx tx, OrganizationId organization, ProjectId project) {
        throw new IllegalStateException("under construction");
    }
}
