package cloud.tessera.inventory.allocation;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long ahead the place of an on-demand allocation is guaranteed. A reservation that begins later may take it, if the
 * allocation has another place from then on. Within the notice only what may be moved goes elsewhere, without stopping, and
 * few for one booking.
 */
@Singleton
public final class FloatingNotice {
    private static final Duration LEAST = Duration.ofHours(1);

    /** What holds where nothing is said. */
    public static final FloatingNotice USUAL = new FloatingNotice(Duration.ofHours(24), 1);

    private static final int MOST_MOVES = 10;

    private final Duration length;
    private final int moves;

    /**
     * @param length setting {@code tessera.inference.notice}, at least an hour; a day where nothing is said
     * @param moves setting {@code tessera.inference.moves}: how many movable allocations may be moved for one booking within
     *     the notice, 0 to 10; one where nothing is said
     */
    public FloatingNotice(
            @Value("${tessera.inference.notice:PT24H}") Duration length,
            @Value("${tessera.inference.moves:1}") int moves) {
        if (length.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("The notice of on-demand allocations is at least an hour");
        }
        if (moves < 0 || moves > MOST_MOVES) {
            throw new IllegalArgumentException("The moves for one booking are 0 to " + MOST_MOVES);
        }
        this.length = length;
        this.moves = moves;
    }

    Duration length() {
        return length;
    }

    int moves() {
        return moves;
    }

    /**
     * Until when an allocation keeps the place that it has now, as things stand. On demand it has another one afterwards;
     * what is preemptible may have none. Empty where it is over or was told to end.
     */
    public Optional<Instant> until(Caller caller, Allocation it, Instant now) {
        caller.require(Permission.VIEW_WORK);
        if (it.state().over() || it.releaseAskedAt() != null) {
            return Optional.empty();
        }
        if (it.kind().preemptible()) {
            return Optional.of(it.preemptAt() == null ? now.plus(Preemptions.NOTICE) : it.preemptAt());
        }
        return Optional.of(it.relocatesAt() == null ? now.plus(length) : it.relocatesAt());
    }
}
