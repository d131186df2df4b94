package cloud.tessera.quota.limit;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is held of the limits, over time. A claim is made in the transaction of the booking it belongs to and carries the
 * id of that reservation or allocation.
 */
@Singleton
public final class Claims {
    /**
     * Claims units for a time, or throws {@code quota_exceeded}, which names the limit, its project and what is left
     * over that time. Concurrent claims of one limit wait for each other from here to their commit, so this is called
     * first in a booking.
     *
     * @param until the end, exclusive; null for a claim that holds until it is ended and so counts for ever
     */
    public void admit(
            Tx tx,
            UUID claim,
            OrganizationId organization,
            ProjectId project,
            ResourceClass resource,
            CardEquivalents units,
            Instant from,
            @Nullable Instant until) {
        Optional<OrganizationId> owner = LimitStore.lock(tx, project, resource.workload());
        if (!owner.equals(Optional.of(organization))) {
            throw Refusal.notFound("project").asException();
        }
        LimitStore.Limit limit = LimitStore.binding(tx, project, resource);
        CardEquivalents peak = ClaimStore.peak(tx, limit, from, until);
        if (peak.plus(units).compareTo(limit.max()) > 0) {
            throw exceeded(limit, limit.max().less(peak), units, from, until).asException();
        }
        ClaimStore.insert(tx, claim, limit, resource.family(), units, from, until);
    }

    /**
     * Claims other units for another time in place of what the claim has. Refused as {@link #admit}, except where it comes
     * to no more than it had, which is always allowed: also where the limit has been lowered in between.
     *
     * @param from also where that is past, which counts against nothing
     */
    public void amend(
            Tx tx,
            UUID claim,
            OrganizationId organization,
            ProjectId project,
            ResourceClass resource,
            CardEquivalents units,
            Instant from,
            Instant until) {
        Optional<OrganizationId> owner = LimitStore.lock(tx, project, resource.workload());
        if (!owner.equals(Optional.of(organization))) {
            throw Refusal.notFound("project").asException();
        }
        LimitStore.Limit limit = LimitStore.binding(tx, project, resource);
        boolean less = ClaimStore.covers(tx, claim, units, from, until);
        ClaimStore.remove(tx, claim);
        Instant counted = from.isBefore(tx.now()) && tx.now().isBefore(until) ? tx.now() : from;
        CardEquivalents peak = ClaimStore.peak(tx, limit, counted, until);
        if (!less && peak.plus(units).compareTo(limit.max()) > 0) {
            throw exceeded(limit, limit.max().less(peak), units, counted, until).asException();
        }
        ClaimStore.insert(tx, claim, limit, resource.family(), units, from, until);
    }

    /** What {@link #admit} is asked for. */
    public record Wanted(
            UUID claim,
            OrganizationId organization,
            ProjectId project,
            ResourceClass resource,
            CardEquivalents units,
            Instant from,
            @Nullable Instant until) {}

    /**
     * Claims of several bookings of one transaction, as far as all of them fit together; to be called once in it and
     * first. What is left out has written nothing here: alone it may be admitted, or be told which limit is reached.
     *
     * @return the claims that were made; to be asked for before anything that must come after their locks
     */
    public Later<Set<UUID>> admit(Tx tx, List<Wanted> wanted) {
        // The statements name each claim's organization themselves; under the policy of tenants, through which no
        // operator
        // of ranges may look, they could not use the index over time.
        return tx.asPlatform(() -> {
            GroupedClaimStore.lock(tx, wanted);
            Later<List<UUID>> inserted = GroupedClaimStore.insert(tx, wanted);
            Later<List<UUID>> beyond = GroupedClaimStore.beyond(
                    tx, wanted.stream().map(Wanted::claim).toList());
            return () -> {
                Set<UUID> made = new HashSet<>(inserted.get());
                withdraw(tx, beyond.get());
                beyond.get().forEach(made::remove);
                return made;
            };
        });
    }

    /** Takes back claims that this transaction has made. */
    public void withdraw(Tx tx, Collection<UUID> claims) {
        if (!claims.isEmpty()) {
            GroupedClaimStore.delete(tx, claims);
        }
    }

    /** Ends a claim at an instant: what comes after it is free again; a claim that has not begun then goes altogether. */
    public void end(Tx tx, UUID claim, Instant at) {
        ClaimStore.end(tx, claim, at);
    }

    private static Refusal exceeded(
            LimitStore.Limit limit,
            CardEquivalents left,
            CardEquivalents asked,
            Instant from,
            @Nullable Instant until) {
        String during = until == null ? "from " + from + " on" : "from " + from + " to " + until;
        return Refusal.limit(
                "quota_exceeded",
                "Project " + limit.project() + " may hold " + limit.max().text() + " for "
                        + limit.resource().text() + "; " + left.text() + " of that can still be claimed " + during
                        + ", and " + asked.text() + " were asked for.");
    }
}
