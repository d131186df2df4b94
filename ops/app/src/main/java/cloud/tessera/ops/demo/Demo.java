package cloud.tessera.ops.demo;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Opened;
import cloud.tessera.ops.platform.Platform;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.transaction.Settings;
import cloud.tessera.quota.transaction.Transactions;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an installation has a demo, and the making of it at the first start. The database remembers: a demo whose
 * making was interrupted is thrown away as a whole and made again, since nothing else can be in it.
 */
public final class Demo {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private static final String SETTING = "demo";
    /** There is none and there will be none. */
    private static final String NONE = "none";
    /** It is being made, or its making was interrupted. */
    private static final String UNFINISHED = "unfinished";

    private static final String DONE = "done";
    private static final Caller JOB = Caller.Job.named("demo");
    /** The advisory lock of whoever makes a demo; any number that nobody else takes. */
    private static final long LOCK = 0x74657373_64656d6fL;

    private final Installation installation;
    private final Opened opened;
    private final Consumer<String> say;

    /**
     * @param opened where a making that is interrupted leaves what must be closed
     * @param say takes a line for whoever waits at the terminal
     */
    public Demo(Installation installation, Opened opened, Consumer<String> say) {
        this.installation = installation;
        this.opened = opened;
        this.say = say;
    }

    /**
     * Makes the demo where the installation has just been made; does nothing where it has one already, or never will.
     *
     * @param wanted false where a new installation is to stay empty for good
     * @return whether it has a demo
     */
    public boolean settle(boolean wanted) {
        try (Connection connection = installation.database().getConnection()) {
            lock(connection, "pg_advisory_lock");
            try {
                return settleAlone(wanted);
            } finally {
                // The pool keeps the connection, and with it the lock would stay.
                lock(connection, "pg_advisory_unlock");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be had alone", e);
        }
    }

    /** Two that start at once on one database must not both make a demo: the second waits, and finds it made. */
    private static void lock(Connection connection, String function) throws SQLException {
        try (var statement = connection.prepareStatement("select " + function + "(?)")) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    private boolean settleAlone(boolean wanted) {
        String state = settings().get(JOB, SETTING).orElse("");
        return switch (state) {
            case DONE -> true;
            case NONE -> false;
            case UNFINISHED -> makeAgain(wanted);
            default -> (wanted && isUntouched()) ? make() : refrain();
        };
    }

    private boolean refrain() {
        settings().put(JOB, SETTING, NONE);
        return false;
    }

    private boolean makeAgain(boolean wanted) {
        if (!wanted) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    "The demo in this data directory was not finished; start without --empty to make it again, or"
                            + " choose another directory with --data.");
        }
        say.accept("The making of the demo was interrupted; it is made again from the beginning.");
        installation.startOver();
        return make();
    }

    /** Nobody is there yet, so nobody can have done anything. */
    private boolean isUntouched() {
        try (ApplicationContext beans = Beans.forErrand(installation)) {
            return !beans.getBean(People.class).anyOperator(JOB)
                    && beans.getBean(Organizations.class)
                            .list(JOB, Page.Request.first(1))
                            .items()
                            .isEmpty();
        }
    }

    private boolean make() {
        settings().put(JOB, SETTING, UNFINISHED);
        Instant now = installation.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        Instant start = DemoHistory.startFor(now);
        say.accept("Making the demo: three customers live from " + LocalDate.ofInstant(start, ZoneOffset.UTC)
                + " until now. This takes about a minute, once.");
        long begun = System.nanoTime();
        MovableClock clock = MovableClock.standingAt(start);
        var ids = new IdSource(clock, new SplittableRandom(DemoHistory.SEED));
        // Nothing is waited for on the disk: what a power cut undoes is made again.
        var engines = opened.open(() -> Platform.engines(clock, installation.path(), false));
        try (HikariDataSource hasty = installation.hasty();
                ApplicationContext beans = Beans.withoutDoors(hasty, clock, ids, engines)) {
            DemoHistory.Made made = beans.getBean(DemoHistory.class).make(DemoHistory.SEED, now, engines::allowLocal);
            LOG.info("The demo has {} claims; refused were {}", made.claims(), made.refused());
        }
        // Its processes go on and are found again by the engines of the platform.
        opened.leaveOpen(engines);
        // This commit waits for the disk, and with it for all that came before.
        settings().put(JOB, SETTING, DONE);
        say.accept("The demo is made (after "
                + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s).");
        return true;
    }

    private Settings settings() {
        return new Settings(new Transactions(installation.database(), installation.clock(), installation.ids()));
    }
}
