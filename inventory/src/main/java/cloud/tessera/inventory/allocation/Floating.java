package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.placement.Displace;
import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes room where on-demand allocations are: each of them is given another place from a moment on in the transaction of the
 * booking, or none of it happens. The tiles it goes to are held under an id of their own until it does; the life cycle takes
 * it there. For reservations that begin beyond the {@link FloatingNotice} whatever is in the way goes; for all else a few
 * that may be moved while they run, and only where there is time for their new runs to become ready.
 */
final class Floating {
    /** More candidates than this are not looked at; the youngest are. */
    private static final int MOST_CANDIDATES = 200;

    private static final int MOST_TRIES = 3;

    private final Calendar calendar;
    private final Organizations organizations;
    private final Audit audit;
    private final FloatingNotice notice;

    /**
     * How room may be made for a question.
     *
     * @param question as it is once the others have gone
     * @param running whether only what need not stop may go, and no more than the notice says
     */
    private record Wish(Question question, boolean running) {
        Instant at() {
            return Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
        }
    }

    Floating(Calendar calendar, Organizations organizations, Audit audit, FloatingNotice notice) {
        this.calendar = calendar;
        this.organizations = organizations;
        this.audit = audit;
        this.notice = notice;
    }

    /** Where room could be made at one site, as far as is known without a lock. */
    Optional<GivingWay.Made> find(Tx tx, Question question) {
        return wish(tx, question)
                .flatMap(wish -> way(tx, wish, Set.of()).map(way -> new GivingWay.Made(way.placement(), wish.at())));
    }

    /** As {@link GivingWay#makeRoom}. Allocations that another transaction has locked are left alone. */
    Optional<GivingWay.Made> makeRoom(Tx tx, Proposals proposals, UUID claim, Question question) {
        Optional<Wish> may = wish(tx, question);
        Set<UUID> busy = new HashSet<>();
        for (int tries = 0; tries < MOST_TRIES && may.isPresent(); tries++) {
            Wish wish = may.get();
            Optional<GiveWay.Way> way = way(tx, wish, busy);
            if (way.isEmpty()) {
                return Optional.empty();
            }
            List<UUID> chosen = way.get().claims();
            List<Allocation> locked = tx.asPlatform(() -> RelocationStore.lockFree(tx, chosen)).stream()
                    .filter(it -> !wish.running() || Moves.canMove(it))
                    .toList();
            Optional<Placement> found = locked.size() == chosen.size()
                    ? displace(tx, proposals, claim, wish, way.get(), locked)
                    : Optional.empty();
            if (found.isPresent()) {
                return Optional.of(new GivingWay.Made(found.get(), wish.at()));
            }
            busy.addAll(chosen);
        }
        return Optional.empty();
    }

    /**
     * Within the notice places are guaranteed, so that only what is running elsewhere by then may go; and what has no end
     * would be in the way for ever, unless all that it takes is a move. It begins as soon as that must be over.
     */
    private Optional<Wish> wish(Tx tx, Question question) {
        Instant soonest = tx.now().plus(Moves.LONGEST);
        boolean open = question.span().until() == Span.OPEN;
        var wish = new Wish(open ? question.at(new Span(Span.micros(soonest), Span.OPEN)) : question, true);
        if (question.workload() == Workload.TRAINING
                && !wish.at().isBefore(tx.now().plus(notice.length()))) {
            return Optional.of(new Wish(question, false));
        }
        return notice.moves() == 0 || wish.at().isBefore(soonest) ? Optional.empty() : Optional.of(wish);
    }

    private Optional<GiveWay.Way> way(Tx tx, Wish wish, Set<UUID> without) {
        List<Displace.Mover> movers = movers(tx, candidates(tx, wish, without), wish.at());
        return wish.running()
                ? calendar.makingWay(tx).displaced(tx, wish.question(), movers, notice.moves())
                : calendar.makingWay(tx).displaced(tx, wish.question(), movers);
    }

    private static List<Allocation> candidates(Tx tx, Wish wish, Set<UUID> without) {
        Question question = wish.question();
        return tx
                .asPlatform(() -> RelocationStore.mayRelocate(
                        tx, question.site(), question.model().key(), wish.running(), MOST_CANDIDATES))
                .stream()
                .filter(it -> !wish.running() || Moves.canMove(it))
                .filter(it -> !without.contains(it.id().value()))
                .toList();
    }

    private List<Displace.Mover> movers(Tx tx, List<Allocation> candidates, Instant at) {
        Map<UUID, Question> needs = needs(tx, candidates, at);
        return candidates.stream()
                .map(it -> new Displace.Mover(
                        RelocationStore.candidate(it),
                        Objects.requireNonNull(needs.get(it.id().value()))))
                .toList();
    }

    /** What may be moved while it runs is to be ready in its new place before it leaves the old one. */
    private static Instant begins(Allocation it, Instant at) {
        return it.kind().movable() ? at.minus(Moves.LONGEST) : at;
    }

    /** Where each of them could go on, whoever's it is. */
    private Map<UUID, Question> needs(Tx tx, List<Allocation> all, Instant at) {
        Map<OrganizationId, Organization> owners = tx.asPlatform(() -> organizations
                .of(tx, all.stream().map(Allocation::organization).distinct().toList())
                .get());
        Map<UUID, Question> needs = new TreeMap<>();
        for (Allocation it : all) {
            UUID holder = Objects.requireNonNull(owners.get(it.organization())).holder();
            needs.put(
                    it.id().value(),
                    calendar.search(tx)
                            .question(it.shape(), Workload.INFERENCE, it.site(), begins(it, at), null, holder)
                            .replicated(it.kind().replicas()));
        }
        return needs;
    }

    private Optional<Placement> displace(
            Tx tx, Proposals proposals, UUID claim, Wish wish, GiveWay.Way way, List<Allocation> locked) {
        Instant at = wish.at();
        Map<UUID, Question> needs = needs(tx, locked, at);
        Map<UUID, Question> places = new TreeMap<>();
        Map<UUID, Relocation> relocations = new TreeMap<>();
        for (Allocation it : locked) {
            UUID place = tx.newId();
            places.put(place, Objects.requireNonNull(needs.get(it.id().value())));
            relocations.put(it.id().value(), new Relocation(it.id().value(), place, begins(it, at), at));
        }
        Optional<Placement> found = calendar.makingWay(tx).displace(tx, proposals, claim, wish.question(), way, places);
        found.ifPresent(_ -> tx.asPlatform(() -> {
            for (Allocation it : locked) {
                RelocationStore.insert(
                        tx, it, Objects.requireNonNull(relocations.get(it.id().value())), claim);
                tell(tx, it, at);
            }
            return true;
        }));
        return found;
    }

    private void tell(Tx tx, Allocation it, Instant at) {
        record Told(String allocation, Instant at) {}
        var told = new Told(it.id().text(), at);
        String how = it.kind().movable() ? "It is running there before it stops here." : "It is started there anew.";
        Timeline.add(
                tx,
                List.of(new Timeline.Entry(
                        it.id().value(),
                        it.organization(),
                        tx.now(),
                        "relocating",
                        "Somebody else begins where it is: from " + at + " on it has other cards. " + how)));
        audit.record(tx, it.organization(), "allocation.relocating", it.id().text(), null, told);
        tx.outbox("allocation.relocating", it.organization(), it.id().value(), told);
    }
}
