package cloud.tessera.inventory.maintenance;

import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maintenance windows. A window is a claim: it holds all slots of its cards, so that the constraint of the database keeps
 * everything else off them. It is planned in one transaction, which brings away what is in the way or leaves everything as it
 * was.
 */
@Singleton
public final class Maintenances {
    /** No window is longer. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final int LONGEST_REASON = 200;
    private static final int MOST_TRIES = 5;
    private static final String WHY = "Its cards are to be maintained.";

    private final Transactions transactions;
    private final Calendar calendar;
    private final Preemptions preemptions;
    private final Audit audit;
    private final Evacuation evacuation;
    private final Settling settling;

    public Maintenances(
            Transactions transactions,
            Calendar calendar,
            Rebinds rebinds,
            Moves moves,
            Preemptions preemptions,
            Audit audit) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.preemptions = preemptions;
        this.audit = audit;
        evacuation = new Evacuation(transactions, calendar, rebinds, moves);
        settling = new Settling(calendar, moves);
    }

    /**
     * Plans a window. Refused as {@code not_found} (field {@code scope}) where nothing of that name has cards, {@code
     * invalid_window}, {@code invalid_reason}, or {@code maintenance_conflict}, which names what is in the way and says what
     * would work: to move it ({@code move}), or when nothing is in the way ({@code later}).
     */
    public Outcome<Maintenance> plan(Caller operator, NewMaintenance wanted) {
        operator.require(Permission.PLATFORM_MANAGE);
        try (Proposals proposals = calendar.proposals(operator)) {
            return transactions.once(
                    operator,
                    "maintenance.plan",
                    wanted,
                    tx -> {
                        proposals.restart();
                        return plan(tx, proposals, wanted);
                    },
                    maintenance -> maintenance.id().text(),
                    (tx, ref) -> find(tx, MaintenanceId.of(ref)));
        }
    }

    private Maintenance plan(Tx tx, Proposals proposals, NewMaintenance wanted) {
        check(wanted, tx.now());
        MaintenanceStore.Target target = MaintenanceStore.target(tx, wanted.scope())
                .orElseThrow(() -> Refusal.notFound(wanted.scope().kind().text() + " with cards")
                        .asException());
        List<InTheWay> there = locked(tx, target, wanted.window());
        Instant start = wanted.window().start();
        List<InTheWay> refusing = Ways.refusing(there, wanted.move(), tx.now(), start);
        if (!refusing.isEmpty()) {
            boolean movable = !wanted.move()
                    && Ways.refusing(there, true, tx.now(), start).isEmpty();
            throw conflict(tx, target, wanted, refusing, movable);
        }
        List<InTheWay> stuck = new ArrayList<>();
        for (InTheWay claim : there) {
            if (!clear(tx, proposals, claim, target, start)) {
                stuck.add(claim);
            }
        }
        if (!stuck.isEmpty()) {
            throw conflict(tx, target, wanted, stuck, false);
        }
        var planned = new Maintenance(
                new MaintenanceId(tx.newId()),
                wanted.scope(),
                target.name(),
                target.site(),
                wanted.window(),
                wanted.reason().strip(),
                target.hosts().size(),
                target.cards().size(),
                there.size(),
                tx.caller().actor(),
                tx.now(),
                null);
        if (!calendar.hold(tx, proposals, planned.id().value(), target.site(), target.pieces(), wanted.window())) {
            throw busy();
        }
        MaintenanceStore.insert(tx, planned, there);
        note(tx, "maintenance.planned", planned);
        return planned;
    }

    private static void check(NewMaintenance wanted, Instant now) {
        TimeWindow window = wanted.window();
        if (window.start().isBefore(now)) {
            throw invalid(
                    "invalid_window", "The window has begun already. To empty a host from now on, drain it.", "start");
        }
        if (window.length().compareTo(LONGEST) > 0) {
            throw invalid("invalid_window", "A window is at most " + LONGEST.toDays() + " days long.", "end");
        }
        if (window.end().isAfter(now.plus(Ways.HORIZON))) {
            throw invalid("invalid_window", "A window ends at most " + Ways.HORIZON.toDays() + " days ahead.", "end");
        }
        String reason = wanted.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw invalid("invalid_reason", "Say what is done, in 1 to " + LONGEST_REASON + " characters.", "reason");
        }
    }

    private static RuntimeException invalid(String code, String detail, String field) {
        return Refusal.invalid(code, detail, field).asException();
    }

    /**
     * What is in the way, locked, by claim. The claims are locked first and the hosts after them, as everywhere; once the hosts
     * are, no booking comes in, so that what is read then is all there is.
     */
    private List<InTheWay> locked(Tx tx, MaintenanceStore.Target target, TimeWindow window) {
        Set<UUID> known = new HashSet<>();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            List<InTheWay> there = InTheWayStore.of(tx, target.cards(), window.start(), window.end());
            Set<UUID> claims = there.stream().map(InTheWay::claim).collect(Collectors.toSet());
            if (tries > 0 && known.containsAll(claims)) {
                return there.stream()
                        .sorted(Comparator.comparing(InTheWay::claim))
                        .toList();
            }
            known.addAll(claims);
            ReservationSteps.of(tx, claims);
            AllocationSteps.of(tx, claims);
            calendar.lockHosts(tx, target.hosts());
        }
        throw busy();
    }

    private static RuntimeException busy() {
        return Refusal.conflictForNow(
                        Ways.CODE, "Claims came and went on these cards while the window was planned. Try again.")
                .asException();
    }

    private RuntimeException conflict(
            Tx tx, MaintenanceStore.Target target, NewMaintenance wanted, List<InTheWay> refusing, boolean movable) {
        Set<UUID> stuck = refusing.stream()
                .filter(claim -> Ways.makesWay(claim, tx.now(), wanted.window().start()))
                .map(InTheWay::claim)
                .collect(Collectors.toSet());
        List<InTheWay> later =
                InTheWayStore.of(tx, target.cards(), wanted.window().start(), null);
        Optional<Instant> earliest = Ways.earliest(later, stuck, wanted, tx.now());
        return Ways.conflict(wanted, refusing, movable, earliest).asException();
    }

    /** Brings a claim away, or says that there is no other place for it. */
    private boolean clear(Tx tx, Proposals proposals, InTheWay claim, MaintenanceStore.Target target, Instant start) {
        return switch (claim.way()) {
            case REBIND ->
                evacuation.leave(tx, proposals, claim.claim(), Set.copyOf(target.cards()), WHY)
                        == Evacuation.Result.REBOUND;
            case MOVE -> {
                boolean moving = evacuation.leave(tx, proposals, claim.claim(), Set.copyOf(target.cards()), WHY)
                        == Evacuation.Result.MOVING;
                if (moving) {
                    // The old run goes on here until the new one is ready, and not into the window.
                    calendar.shorten(tx, proposals, claim.claim(), start);
                }
                yield moving;
            }
            case GIVE_WAY -> preemptions.giveWay(tx, proposals, claim.claim(), start);
            case LEAVES, STAYS -> false;
        };
    }

    /** The latest planned first; for people of the platform. */
    public Page<Maintenance> list(Caller operator, boolean open, Page.Request page) {
        operator.require(Permission.PLATFORM_VIEW);
        UUID after = cursor(page);
        return transactions.run(
                operator,
                tx -> Page.of(
                        MaintenanceStore.list(tx, open, after, page.limit() + 1),
                        page,
                        last -> last.id().text()));
    }

    private static @Nullable UUID cursor(Page.Request page) {
        String after = page.after();
        try {
            return after == null ? null : MaintenanceId.of(after).value();
        } catch (IllegalArgumentException notAnId) {
            throw invalid("invalid_cursor", "This is not a cursor of this list.", "cursor");
        }
    }

    /** One window; {@code not_found} where there is none. */
    public Maintenance get(Caller operator, MaintenanceId id) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, tx -> find(tx, id));
    }

    private static Maintenance find(Tx tx, MaintenanceId id) {
        return MaintenanceStore.find(tx, id)
                .orElseThrow(() -> Refusal.notFound("maintenance window").asException());
    }

    /**
     * Gives a window up, or what is left of it. What has made way for it stays where it is, but for what was still to be moved:
     * that keeps its cards. Doing it twice changes nothing. Refused as {@code not_found}, or {@code wrong_state} once it is over.
     */
    public Outcome<Maintenance> cancel(Caller operator, MaintenanceId id) {
        operator.require(Permission.PLATFORM_MANAGE);
        try (Proposals proposals = calendar.proposals(operator)) {
            return transactions.attempt(operator, tx -> {
                proposals.restart();
                return cancel(tx, proposals, id);
            });
        }
    }

    private Maintenance cancel(Tx tx, Proposals proposals, MaintenanceId id) {
        List<MaintenanceStore.Unsettled> moving = MaintenanceStore.unsettled(tx, id);
        AllocationSteps.of(
                tx, moving.stream().map(MaintenanceStore.Unsettled::claim).toList());
        Maintenance it = MaintenanceStore.lock(tx, id)
                .orElseThrow(() -> Refusal.notFound("maintenance window").asException());
        if (it.state(tx.now()) == Maintenance.State.OVER) {
            throw Refusal.conflict("wrong_state", "The window is over.").asException();
        }
        if (it.cancelledAt() == null) {
            calendar.giveUp(tx, proposals, id.value());
            MaintenanceStore.cancel(tx, id);
            for (MaintenanceStore.Unsettled each : MaintenanceStore.unsettled(tx, id)) {
                settling.look(tx, proposals, each);
            }
            note(tx, "maintenance.cancelled", it);
        }
        return find(tx, id);
    }

    private void note(Tx tx, String action, Maintenance it) {
        record Noted(String scope, String name, Instant start, Instant end, String reason, int madeWay) {}
        var noted = new Noted(
                it.scope().kind().text(),
                it.name(),
                it.window().start(),
                it.window().end(),
                it.reason(),
                it.madeWay());
        audit.record(tx, null, action, it.id().text(), null, noted);
    }
}
