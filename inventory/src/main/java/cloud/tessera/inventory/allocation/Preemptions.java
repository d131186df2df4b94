package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes room by having preemptible allocations give way, whoever's they are. Their tiles are cut, and those of the claim
 * that finds no place otherwise begin where they end, in one transaction: so the constraint decides, and nothing that was
 * promised depends on a later step. {@link GiveWay} says who gives way. Where that is not enough, on-demand allocations are
 * given other places ({@link Floating}).
 */
@Singleton
public final class Preemptions {
    /** How long before it an owner is told that work gives way. */
    public static final Duration NOTICE = Duration.ofMinutes(2);

    /** More candidates than this are not looked at; the youngest are. */
    private static final int MOST_CANDIDATES = 200;

    private static final int MOST_TRIES = 3;

    private final Calendar calendar;
    private final Audit audit;

    private final Floating floating;

    public Preemptions(Calendar calendar, Organizations organizations, Audit audit, FloatingNotice notice) {
        this.calendar = calendar;
        this.audit = audit;
        floating = new Floating(calendar, organizations, audit, notice);
    }

    /** As {@link GivingWay#find}. */
    public Optional<GivingWay.Made> find(Tx tx, Question question, List<String> sites) {
        return sites.stream()
                .map(question::in)
                .flatMap(there -> later(tx, there).flatMap(asked -> findAt(tx, asked)).stream())
                .findFirst();
    }

    private Optional<GivingWay.Made> findAt(Tx tx, Question question) {
        return calendar.makingWay(tx)
                .giveWay(tx, question, candidates(tx, question, Set.of()))
                .map(way -> new GivingWay.Made(way.placement(), start(question)))
                .or(() -> floating.find(tx, question));
    }

    /** As {@link GivingWay#makeRoom}. Allocations that another transaction has locked are left alone, so that nobody waits here. */
    public Optional<GivingWay.Made> makeRoom(Tx tx, Proposals proposals, UUID claim, Question question) {
        Optional<Question> asked = later(tx, question);
        return asked.flatMap(there ->
                makeRoomAt(tx, proposals, claim, there).or(() -> floating.makeRoom(tx, proposals, claim, there)));
    }

    private Optional<GivingWay.Made> makeRoomAt(Tx tx, Proposals proposals, UUID claim, Question question) {
        Instant at = start(question);
        Set<UUID> busy = new HashSet<>();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<GiveWay.Way> way = calendar.makingWay(tx).giveWay(tx, question, candidates(tx, question, busy));
            if (way.isEmpty()) {
                return Optional.empty();
            }
            List<UUID> chosen = way.get().claims();
            List<Allocation> victims = tx.asPlatform(() -> PreemptionStore.lockFree(tx, chosen));
            if (victims.size() == chosen.size()) {
                Optional<Placement> found =
                        calendar.makingWay(tx).bookAfter(tx, proposals, claim, question, way.get(), at);
                found.ifPresent(_ -> tx.asPlatform(() -> giveWay(tx, claim, victims, at)));
                return found.map(placement -> new GivingWay.Made(placement, at));
            }
            busy.addAll(chosen);
            victims.forEach(victim -> busy.remove(victim.id().value()));
        }
        return Optional.empty();
    }

    /**
     * Has one give way at an instant to what nobody books, such as maintenance; false where it does not give way. The owner
     * is told {@link #NOTICE} before.
     */
    public boolean giveWay(Tx tx, Proposals proposals, UUID claim, Instant at) {
        List<Allocation> victims =
                at.isBefore(tx.now().plus(NOTICE)) ? List.of() : PreemptionStore.lockFree(tx, List.of(claim));
        if (victims.isEmpty()) {
            return false;
        }
        calendar.shorten(tx, proposals, claim, at);
        return giveWay(tx, null, victims, at);
    }

    /** A block begins when it was bought for; what has no end waits until the notice is over. */
    private static Optional<Question> later(Tx tx, Question question) {
        long soonest = Span.micros(tx.now().plus(NOTICE));
        Span span = question.span();
        if (span.from() >= soonest) {
            return Optional.of(question);
        }
        return span.until() == Span.OPEN ? Optional.of(question.at(new Span(soonest, Span.OPEN))) : Optional.empty();
    }

    private static Instant start(Question question) {
        return Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
    }

    private static List<GiveWay.Candidate> candidates(Tx tx, Question question, Set<UUID> without) {
        return tx
                .asPlatform(() -> PreemptionStore.mayGiveWay(
                        tx, question.site(), question.model().key(), MOST_CANDIDATES))
                .stream()
                .filter(candidate -> !without.contains(candidate.claim()))
                .toList();
    }

    private boolean giveWay(Tx tx, @Nullable UUID asker, List<Allocation> victims, Instant at) {
        PreemptionStore.setAsker(
                tx, victims.stream().map(victim -> victim.id().value()).toList(), asker);
        List<AllocationSteps.Step> steps = new ArrayList<>();
        for (Allocation victim : victims) {
            Instant told = at.minus(NOTICE);
            boolean now = !told.isAfter(tx.now());
            steps.add(new AllocationSteps.Step(victim, now ? preempting(victim, at) : victim.state(), now ? at : told)
                    .givingWay(at));
            if (now) {
                tell(tx, victim, at);
            }
        }
        for (boolean done : AllocationSteps.advance(tx, steps)) {
            if (!done) {
                throw new IllegalStateException("An allocation has changed although it was locked");
            }
        }
        return true;
    }

    private static AllocationState preempting(Allocation victim, Instant at) {
        return switch (victim.state()) {
            case AllocationState.Provisioning provisioning -> provisioning.giveWay(at);
            case AllocationState.Active active -> active.giveWay(at);
            case AllocationState.Moving _,
                    AllocationState.Preempting _,
                    AllocationState.Releasing _,
                    AllocationState.Over _ ->
                throw new IllegalStateException("Not one that gives way: " + victim.state());
        };
    }

    private void tell(Tx tx, Allocation victim, Instant at) {
        Timeline.add(tx, List.of(told(victim, tx.now(), at)));
        audit.record(
                tx,
                victim.organization(),
                "allocation.preempting",
                victim.id().text(),
                null,
                new Told(victim.id().text(), at));
        tellOutside(tx, victim, at);
    }

    private record Told(String allocation, Instant preemptAt) {}

    /** What the time line says of work that was told to give way. */
    public static Timeline.Entry told(Allocation victim, Instant now, Instant at) {
        return new Timeline.Entry(
                victim.id().value(),
                victim.organization(),
                now,
                "preempting",
                "Others need its place: it runs until " + at + ".");
    }

    /** Tells that one stays after all, because nobody needs its place any more. */
    public static void calledOff(Tx tx, Allocation it, AllocationState after) {
        record Stays(String allocation, String state) {}
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        it.id().value(),
                        it.organization(),
                        tx.now(),
                        after.text(),
                        "Nobody needs its place any more: it stays.")));
        if (it.state() instanceof AllocationState.Preempting) {
            tx.outbox(
                    "allocation." + after.text(),
                    it.organization(),
                    it.id().value(),
                    new Stays(it.id().text(), after.text()));
        }
    }

    /** Tells the world outside that an allocation gives way at a moment. */
    public static void tellOutside(Tx tx, Allocation victim, Instant at) {
        tx.outbox(
                "allocation.preempting",
                victim.organization(),
                victim.id().value(),
                new Told(victim.id().text(), at));
    }
}
