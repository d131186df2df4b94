package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that is under way: its SQL, who runs it and when. It is handed from room to room so that one truth is
 * written once; it must not be kept.
 */
public final class Tx {
    private final DSLContext sql;
    private final Pipeline pipeline;
    private final Caller caller;
    private final Instant now;
    private final Transactions owner;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Set<String> signals = new HashSet<>();
    private DatabaseRole role;

    Tx(DSLContext sql, Pipeline pipeline, Caller caller, Instant now, Transactions owner, DatabaseRole role) {
        this.sql = sql;
        this.pipeline = pipeline;
        this.caller = caller;
        this.now = now;
        this.owner = owner;
        this.role = role;
    }

    /** To be called anew for each statement: what was handed over before goes first. */
    public DSLContext sql() {
        pipeline.flush();
        return sql;
    }

    /**
     * Hands over a statement that is run before the next one that is waited for, in the order given, and at the latest
     * before the commit. Where it fails, that one does.
     *
     * @param values for its question marks, written as the database reads text; arrays where the statement has arrays
     */
    public void later(String statement, Object... values) {
        pipeline.add(statement, values);
    }

    /** The same for a statement whose rows are asked for. */
    public <T> Later<List<T>> ask(String statement, RowReader<T> reader, Object... values) {
        return pipeline.ask(statement, reader, values);
    }

    public Caller caller() {
        return caller;
    }

    /** When the transaction began by the platform's clock; the same throughout. */
    public Instant now() {
        return now;
    }

    /** {@link #now} as the database takes it. */
    public OffsetDateTime timestamp() {
        return now.atOffset(ZoneOffset.UTC);
    }

    public UUID newId() {
        return owner.ids().next();
    }

    /** Runs a part of this transaction as the platform, which sees every tenant, and goes back to the role before. */
    public <T> T asPlatform(Supplier<T> work) {
        if (role == DatabaseRole.PLATFORM) {
            return work.get();
        }
        DatabaseRole before = role;
        become(DatabaseRole.PLATFORM);
        T result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            // Whoever catches this rolls back, to the start or to a savepoint, and with it goes the role.
            role = before;
            throw e;
        }
        become(before);
        return result;
    }

    /** Takes back what was handed over and not run yet, before a rollback to a savepoint after which all of it came. */
    void discard() {
        pipeline.discard();
    }

    private void become(DatabaseRole next) {
        later("select set_config('role', ?, true)", next.text());
        role = next;
    }

    /** Tells the world outside, after the commit and at least once. */
    public void outbox(String topic, @Nullable OrganizationId organization, UUID subject, Object payload) {
        outbox(List.of(new Told(topic, organization, subject, payload)));
    }

    /** Something to be told to the world outside; see {@link #outbox}. */
    public record Told(String topic, @Nullable OrganizationId organization, UUID subject, Object payload) {}

    /** The same for many things, in the order given. */
    public void outbox(List<Told> all) {
        Messages.outbox(this, all);
    }

    /** Leaves a fact for modules to the right, which read it in commit order. */
    public void fact(String topic, @Nullable OrganizationId organization, UUID subject, Object payload) {
        Messages.fact(this, topic, organization, subject, payload);
    }

    /** Runs something in memory once the transaction has committed, such as feeding an index. It must not fail. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /**
     * Wakes those in other processes who listen on a channel, soon after the commit. A hint that may be lost: it carries
     * nothing, and what it is about is read from the database.
     */
    public void signal(String channel) {
        signals.add(channel);
    }

    Set<String> signals() {
        return signals;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
