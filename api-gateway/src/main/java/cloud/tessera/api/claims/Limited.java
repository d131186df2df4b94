package cloud.tessera.api.claims;

import cloud.tessera.api.wire.Listing;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Shows claims with the limits that are bound to them. */
@Singleton
public final class Limited {
    private final ClaimLimits limits;

    Limited(ClaimLimits limits) {
        this.limits = limits;
    }

    /** How one is shown. */
    public <T, R> Function<T, R> one(Caller caller, Function<T, UUID> id, BiFunction<T, SiteLimits, R> wire) {
        return it -> wire.apply(it, limits.of(caller, id.apply(it)));
    }

    /** A part of a list, with the limits of all of them read at once. */
    public <T, R> Listing<R> all(Caller caller, Page<T> page, Function<T, UUID> id, BiFunction<T, SiteLimits, R> wire) {
        Map<UUID, SiteLimits> bound =
                limits.of(caller, page.items().stream().map(id).toList());
        return Listing.of(page, it -> wire.apply(it, bound.getOrDefault(id.apply(it), SiteLimits.NONE)));
    }
}
