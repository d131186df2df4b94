package cloud.tessera.inventory.engine;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The runs of claims: which engine runs them, since when, up to when they are metered, and how busy they are.
 */
public final class Runs {
    private Runs() {}

    /** A claim that is to run. */
    public record Opened(Task task, OrganizationId organization, ProjectId project, String engine) {}

    /** A run that can be used. */
    public record Ready(UUID claim, int attempt, Instant at, Access access) {}

    /** A run that is not metered from an instant on. */
    public record Ended(UUID claim, Instant at) {}

    /** Readings of a run have been taken in; {@code before} is what they were taken in up to before. */
    public record Taken(UUID claim, int attempt, @Nullable Instant before, Instant until) {}

    /** How busy a claim was. */
    public record Sampled(UUID claim, OrganizationId organization, Sample sample) {}

    /** Notes which engine is to run what, once for each attempt. */
    public static void open(Tx tx, List<Opened> runs) {
        RunStore.open(tx, runs);
    }

    /** The last run of each claim that has one: of those that have not ended, where there are any. */
    public static Map<UUID, Run> last(Tx tx, Collection<UUID> claims) {
        return RunStore.last(tx, claims);
    }

    /** The number of the next attempt of a claim: those that came to nothing have had theirs. */
    public static int nextAttempt(Tx tx, UUID claim) {
        return RunStore.nextAttempt(tx, claim);
    }

    /** Ends the runs of a claim that came before an attempt. */
    public static void endBefore(Tx tx, UUID claim, int attempt, Instant at) {
        RunStore.endBefore(tx, claim, attempt, at);
    }

    /** Ends one attempt of a claim. */
    public static void endOne(Tx tx, UUID claim, int attempt, Instant at) {
        RunStore.endOne(tx, claim, attempt, at);
    }

    /** The runs of a claim that have ended and are not known to be stopped. */
    public static List<Run> toStop(Tx tx, UUID claim) {
        return RunStore.toStop(tx, claim);
    }

    /** How many attempts of a claim in a row have failed or are under way since it could last be used. */
    public static int attemptsSinceReady(Tx tx, UUID claim) {
        return RunStore.attemptsSinceReady(tx, claim);
    }

    /** Notes that runs can be used; a run that could be before keeps its first time. */
    public static void ready(Tx tx, List<Ready> runs) {
        RunStore.ready(tx, runs);
    }

    /** Ends whatever runs of a claim; what has ended before stays as it is. */
    public static void end(Tx tx, List<Ended> ended) {
        RunStore.end(tx, ended);
    }

    /** Runs that have ended and are not known to be stopped, of sites that can be reached; what was tried last comes last. */
    public static List<Run> toStop(Tx tx, int most) {
        return RunStore.toStop(tx, most);
    }

    /** Notes that engines have given back the devices of runs. */
    public static void stopped(Tx tx, List<Run> runs) {
        RunStore.stopped(tx, runs, true);
    }

    /** Notes that it was tried in vain, so that others come first the next time. */
    public static void notStopped(Tx tx, List<Run> runs) {
        RunStore.stopped(tx, runs, false);
    }

    /** Runs with something to meter, of sites that can be reached, by claim. */
    public static List<Run> toMeter(Tx tx, @Nullable UUID after, int most) {
        return RunStore.toMeter(tx, after, most);
    }

    /** How many runs cannot be metered because their site is out of reach. */
    public static int unreachable(Tx tx) {
        return RunStore.unreachable(tx);
    }

    /**
     * Moves the mark up to which readings are in; false at those that somebody else has moved since, or that have ended
     * before it meanwhile.
     */
    public static boolean[] metered(Tx tx, List<Taken> taken) {
        return RunStore.metered(tx, taken);
    }

    /** Runs that can be used now, of sites that can be reached. */
    public static List<Run> running(Tx tx) {
        return RunStore.running(tx);
    }

    /** How the owner reaches the work of a claim now; empty while it is not ready. */
    public static Optional<Access> access(Tx tx, UUID claim) {
        return RunStore.access(tx, claim);
    }

    /** Notes how busy claims were, once for each moment. */
    public static void sampled(Tx tx, List<Sampled> samples) {
        RunStore.sampled(tx, samples);
    }

    /** How busy a claim was, oldest first. */
    public static List<Sample> utilisation(Tx tx, UUID claim, TimeWindow window) {
        return RunStore.utilisation(tx, claim, window);
    }

    /** Forgets up to so many samples from before an instant and says how many. */
    public static int forgetSamples(Tx tx, Instant before, int most) {
        return RunStore.forgetSamples(tx, before, most);
    }
}
