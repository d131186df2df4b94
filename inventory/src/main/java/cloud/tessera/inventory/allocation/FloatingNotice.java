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
 * allocation has another place from then on.
 */
@Singleton
public final class FloatingNotice {
    private static final Duration LEAST = Duration.ofHours(1);

    /** What holds where nothing is said. */
    public static final FloatingNotice USUAL = new FloatingNotice(Duration.ofHours(24));

    private final Duration length;

    /** @param length setting {@code tessera.inference.notice}, at least an hour; a day where nothing is said */
    public FloatingNotice(@Value("${tessera.inference.notice:PT24H}") Duration length) {
        if (length.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("The notice of on-demand allocations is at least an hour");
        }
        this.length = length;
    }

    Duration length() {
        return length;
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
