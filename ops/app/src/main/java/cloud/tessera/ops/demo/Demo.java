package cloud.tessera.ops.demo;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
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

    private final Installation installation;
    private final Consumer<String> say;

    /**
     * @param say takes a line for whoever waits at the terminal
     */
    public Demo(Installation installation, Consumer<String> say) {
        this.installation = installation;
        this.say = say;
    }

    /**
     * Makes the demo where the installation has just been made; does nothing where it has one already, or never will.
     *
     * @param wanted false where a new installation is to stay empty for good
     * @return whether it has a demo
     */
    public boolean settle(boolean wanted) {
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
        // Its processes go on after this and are found again by the engines of the platform.
        var engines = Platform.engines(clock, installation.path());
        try (HikariDataSource hasty = installation.hasty();
                ApplicationContext beans = Beans.withoutDoors(hasty, clock, ids, engines)) {
            DemoHistory.Made made = beans.getBean(DemoHistory.class).make(DemoHistory.SEED, now, engines::allowLocal);
            LOG.info("The demo has {} claims; refused were {}", made.claims(), made.refused());
        }
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
