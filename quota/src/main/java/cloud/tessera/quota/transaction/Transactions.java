package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refused;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to run a transaction. A caller of an organization becomes {@code tessera_tenant} and names its
 * organization, so that row-level security holds even where a query forgets it; operators and jobs become
 * {@code tessera_platform}. Deadlocks (40P01) and serialization failures (40001) are repeated, so the work may run more
 * than once and must have no effect outside the transaction.
 */
@Singleton
public final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int MOST_TRIES = 10;

    /** Classes of SQLSTATE that a statement or a commit which did not come about ends with. */
    private static final Set<String> REFUSALS = Set.of("21", "22", "23", "40", "42", "44", "53", "55", "P0");

    private static final int BATCH = 5_000;
    private static final int MOST_BATCHES = 200;

    private final DataSource database;
    private final Clock clock;
    private final IdSource ids;
    private final Signals signals;
    private final org.jooq.conf.Settings settings = new org.jooq.conf.Settings()
            .withExecuteLogging(false)
            .withReturnAllOnUpdatableRecord(false)
            .withRenderSchema(true);

    public Transactions(DataSource database, Clock clock, IdSource ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.signals = new Signals(database);
    }

    IdSource ids() {
        return ids;
    }

    /** An id for what is going to be made, for those who must name it before a transaction begins. */
    public UUID newId(Caller caller) {
        return ids.next();
    }

    /** Runs work that reads, or that changes and cannot be refused; a {@link Refused} passes through. */
    public <T extends @Nullable Object> T run(Caller caller, Function<Tx, T> work) {
        return repeated(() -> runOnce(caller, work));
    }

    private static <T extends @Nullable Object> T repeated(Supplier<T> once) {
        for (int tries = 1; ; tries++) {
            try {
                return once.get();
            } catch (DataAccessException e) {
                if (tries == MOST_TRIES || !worthRepeating(e)) {
                    throw e;
                }
                backOff(tries);
            }
        }
    }

    /**
     * Runs work that takes at most so many rows, again and again and each time in a transaction of its own, until it finds
     * fewer: so that deleting much locks nothing for long. After two hundred times the rest is left to the next round.
     *
     * @param some takes up to as many rows as it is told and says how many it took
     * @return how many were taken in all
     */
    public int inBatches(Caller caller, ToIntBiFunction<Tx, Integer> some) {
        return inBatches(caller, BATCH, some);
    }

    int inBatches(Caller caller, int batch, ToIntBiFunction<Tx, Integer> some) {
        int all = 0;
        for (int round = 0; round < MOST_BATCHES; round++) {
            int taken = run(caller, tx -> some.applyAsInt(tx, batch));
            all += taken;
            if (taken < batch) {
                return all;
            }
        }
        return all;
    }

    /** Runs work that may be refused: a refusal rolls everything back and becomes a value. */
    public <T> Outcome<T> attempt(Caller caller, Function<Tx, T> work) {
        try {
            return Outcome.done(run(caller, work));
        } catch (Refused refused) {
            return Outcome.no(refused.refusal());
        }
    }

    /**
     * Runs work that costs or books at most once per idempotency key of the caller. The key is stored in the same
     * transaction as the effect, refusals that are final are stored too, and a second call with the same key waits for
     * the first and is told what came of it. Without a key it is the same as {@link #attempt}.
     *
     * @param operation what is asked, such as {@code reservations.hold}
     * @param body what it is asked with; the same key with another body is refused as {@code idempotency_key_reused}
     * @param reference what to store so that the result can be found again, usually its id
     * @param reload finds the result again, as it is then
     */
    public <T> Outcome<T> once(
            Caller caller,
            String operation,
            Object body,
            Function<Tx, T> work,
            Function<T, String> reference,
            BiFunction<Tx, String, T> reload) {
        if (caller.request().idempotencyKey() == null) {
            return attempt(caller, work);
        }
        var key = new IdempotencyKey(caller, operation, body);
        try {
            return run(caller, tx -> key.once(tx, work, reference, reload));
        } catch (Refused refused) {
            return Outcome.no(refused.refusal());
        }
    }

    /**
     * Lets a job hear what transactions of other processes {@linkplain Tx#signal signal}, until it is closed. It is told
     * once more whenever something may have been missed, and must look by itself now and then all the same.
     */
    public Listening listen(Caller job, String channel, Consumer<Caller> heard) {
        return signals.listen(channel, () -> heard.accept(job));
    }

    /**
     * A call that may share its transaction with others.
     *
     * @param body what it is asked with, as in {@link #once}
     * @param reference what to store with its idempotency key, so that what it makes can be found again
     */
    public record Call(Caller caller, Object body, String reference) {
        /** Whose it is; only callers of organizations share transactions. */
        private OrganizationId organization() {
            return caller.requireOrganization();
        }
    }

    /**
     * Makes several calls of organizations in one transaction, as far as that goes without a question: the work makes
     * those that nothing speaks against and leaves the others out, having undone what it wrote for them. What was left
     * out, repeats a key, or lost everything to an error of the database has changed nothing and is to be made by
     * {@link #once}, which finds the reason. Only where nobody knows whether the commit was made does this throw: made
     * again, a call without a key could book twice.
     *
     * @param job stands for all of them where none is meant; it sees the organizations of the calls alone
     * @param begin hands over what it wants to read of all calls anyway, before anything is waited for, and returns the
     *     work, which is given the calls that are made for the first time
     * @return what came of the calls that were made
     */
    public <T> Map<Call, T> together(
            Caller job, String operation, List<Call> calls, Function<Tx, Function<List<Call>, Map<Call, T>>> begin) {
        try {
            return repeated(() -> runOnce(calls.stream().map(Call::organization), job, tx -> {
                Later<List<Call>> claimed = GroupedKeys.claim(tx, operation, calls);
                Function<List<Call>, Map<Call, T>> work = begin.apply(tx);
                List<Call> first = claimed.get();
                Map<Call, T> made = work.apply(first);
                GroupedKeys.release(tx, operation, first.stream().filter(call -> !made.containsKey(call)));
                return made;
            }));
        } catch (OutcomeUnknown e) {
            throw e;
        } catch (DataAccessException | Refused e) {
            LOG.warn("{} calls are made one by one: {}", calls.size(), reason(e));
        } catch (RuntimeException e) {
            LOG.error("{} calls are made one by one", calls.size(), e);
        }
        return Map.of();
    }

    private static String reason(RuntimeException e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    private <T extends @Nullable Object> T runOnce(Caller caller, Function<Tx, T> work) {
        return runOnce(caller.organization().stream(), caller, work);
    }

    private <T extends @Nullable Object> T runOnce(
            Stream<OrganizationId> organizations, Caller caller, Function<Tx, T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var pipeline = new Pipeline(connection);
            Tx tx = begin(connection, pipeline, organizations, caller);
            T result;
            try {
                result = work.apply(tx);
                commit(connection, pipeline);
            } catch (Throwable problem) {
                rollback(connection, problem);
                throw problem;
            }
            tx.afterCommit().forEach(Runnable::run);
            signals.send(tx.signals());
            return result;
        } catch (SQLException e) {
            throw new DataAccessException("The database did not answer", e);
        }
    }

    /** Sends what still waits and the commit by one journey. */
    private static void commit(Connection connection, Pipeline pipeline) throws SQLException {
        try {
            if (!pipeline.isEmpty()) {
                pipeline.add("commit");
                pipeline.flush();
            }
            connection.commit();
        } catch (DataAccessException e) {
            throw saidNo(e.sqlState()) ? e : new OutcomeUnknown(e);
        } catch (SQLException e) {
            if (saidNo(e.getSQLState())) {
                throw e;
            }
            throw new OutcomeUnknown(e);
        }
    }

    /** Whether it was the database that refused a statement or the commit, such as for a constraint or for a rival. */
    private static boolean saidNo(@Nullable String state) {
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** The connection was lost while the commit was on its way. */
    private static final class OutcomeUnknown extends DataAccessException {
        private static final long serialVersionUID = 1L;

        OutcomeUnknown(Exception cause) {
            super("Nobody knows whether the database has committed", cause);
        }
    }

    private Tx begin(Connection connection, Pipeline pipeline, Stream<OrganizationId> organizations, Caller caller) {
        DSLContext sql = DSL.using(connection, SQLDialect.POSTGRES, settings);
        String named = organizations.map(o -> o.value().toString()).distinct().collect(Collectors.joining(","));
        DatabaseRole role = named.isEmpty() ? DatabaseRole.PLATFORM : DatabaseRole.TENANT;
        pipeline.add(
                "select set_config('role', ?, true), set_config('app.organizations', ?, true)", role.text(), named);
        // No finer than the database keeps, so that what is answered now and read later is the same.
        return new Tx(sql, pipeline, caller, clock.instant().truncatedTo(ChronoUnit.MICROS), this, role);
    }

    private static void rollback(Connection connection, Throwable problem) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            problem.addSuppressed(e);
        }
    }

    private static boolean worthRepeating(DataAccessException e) {
        return "40P01".equals(e.sqlState()) || "40001".equals(e.sqlState());
    }

    private static void backOff(int tries) {
        long most = Math.min(100_000_000L, 1_000_000L << tries);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most / 2, most));
    }
}
