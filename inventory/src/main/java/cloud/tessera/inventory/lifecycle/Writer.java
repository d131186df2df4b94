package cloud.tessera.inventory.lifecycle;

import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.charging.Ending;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes steps with all that goes with them, many in one transaction and each kind of row in one statement. */
final class Writer {
    private final Admission admission;
    private final Blocks blocks;
    private final Credits credits;

    Writer(Admission admission, Blocks blocks, Credits credits) {
        this.admission = admission;
        this.blocks = blocks;
        this.credits = credits;
    }

    /** Writes what still holds, in the order of locks, and returns how many steps that were. */
    int write(Tx tx, List<Next> decided) {
        List<Next.Step> taken = new ArrayList<>();
        taken.addAll(reservations(tx, decided));
        taken.addAll(allocations(tx, decided));
        taken.sort(Comparator.comparing(Next::claim));
        Timeline.add(
                tx,
                taken.stream()
                        .flatMap(step -> step.effects().entries().stream())
                        .toList());
        List<Runs.Ready> ready = new ArrayList<>();
        List<Runs.Ended> ended = new ArrayList<>();
        List<UUID> released = new ArrayList<>();
        for (Next.Step step : taken) {
            Next.Effects effects = step.effects();
            if (effects.ready() != null) {
                ready.add(effects.ready());
            }
            if (effects.ended() != null) {
                ended.add(effects.ended());
            }
            if (effects.releases()) {
                released.add(step.claim());
            }
            if (step instanceof Next.OfAllocation of) {
                UUID place = of.step().before().place();
                if (effects.releases() && place != null) {
                    released.add(place);
                }
                tell(tx, of.step());
            }
        }
        Runs.ready(tx, ready);
        Runs.end(tx, ended);
        blocks.lockPayers(
                tx,
                taken.stream()
                        .filter(step ->
                                step.effects().credit() > 0 || step.effects().stopsBlock())
                        .map(Next::claim)
                        .toList());
        taken.forEach(step -> money(tx, step));
        admission.end(tx, released, tx.now());
        postpone(tx, decided);
        return taken.size();
    }

    private static void tell(Tx tx, AllocationSteps.Step step) {
        if (step.after() instanceof AllocationState.Preempting preempting
                && !(step.before().state() instanceof AllocationState.Preempting)) {
            Preemptions.tellOutside(tx, step.before(), preempting.at());
        }
    }

    private static List<Next.OfReservation> reservations(Tx tx, List<Next> decided) {
        List<Next.OfReservation> wanted = decided.stream()
                .filter(Next.OfReservation.class::isInstance)
                .map(Next.OfReservation.class::cast)
                .sorted(Comparator.comparing(Next::claim))
                .toList();
        boolean[] done = ReservationSteps.advance(
                tx, wanted.stream().map(Next.OfReservation::step).toList());
        return those(wanted, done);
    }

    private static List<Next.OfAllocation> allocations(Tx tx, List<Next> decided) {
        List<Next.OfAllocation> wanted = decided.stream()
                .filter(Next.OfAllocation.class::isInstance)
                .map(Next.OfAllocation.class::cast)
                .sorted(Comparator.comparing(Next::claim))
                .toList();
        boolean[] done = AllocationSteps.advance(
                tx, wanted.stream().map(Next.OfAllocation::step).toList());
        return those(wanted, done);
    }

    private static <T> List<T> those(List<T> wanted, boolean[] done) {
        List<T> taken = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (done[i]) {
                taken.add(wanted.get(i));
            }
        }
        return taken;
    }

    private void money(Tx tx, Next.Step step) {
        Next.Effects effects = step.effects();
        if (effects.credit() > 0) {
            credits.notDelivered(tx, step.claim(), effects.credit(), "Time of this block that was not delivered.");
        }
        if (effects.stopsBlock()) {
            blocks.stop(tx, step.claim(), tx.now(), Ending.FAILED);
        }
    }

    private static void postpone(Tx tx, List<Next> decided) {
        Map<Instant, List<UUID>> later = new LinkedHashMap<>();
        for (Next next : decided) {
            if (next instanceof Next.Later(UUID claim, Instant until)) {
                later.computeIfAbsent(until, _ -> new ArrayList<>()).add(claim);
            }
        }
        later.forEach((until, claims) -> {
            ReservationSteps.postpone(tx, claims, until);
            AllocationSteps.postpone(tx, claims, until);
        });
    }
}
