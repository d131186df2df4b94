package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.placement.Displace;
import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
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
 * Makes room for reservations that begin beyond the {@link FloatingNotice} where on-demand allocations are: each of them is
 * given another place from that moment on in the transaction of the booking, or none of it happens. The tiles it goes to
 * are held under an id of their own until it does; the life cycle takes it there.
 */
final class Floating {
    /** More candidates than this are not looked at; the youngest are. */
    private static final int MOST_CANDIDATES = 200;

    private static final int MOST_TRIES = 3;

    private final Calendar calendar;
    private final Organizations organizations;
    private final Audit audit;
    private final FloatingNotice notice;

    Floating(Calendar calendar, Organizations organizations, Audit audit, FloatingNotice notice) {
        this.calendar = calendar;
        this.organizations = organizations;
        this.audit = audit;
        this.notice = notice;
    }

    /** Where room could be made at one site, as far as is known without a lock. */
    Optional<Placement> find(Tx tx, Question question) {
        return mayMakeRoom(tx, question)
                ? calendar.displaced(tx, question, movers(tx, candidates(tx, question, Set.of()), start(question)))
                        .map(GiveWay.Way::placement)
                : Optional.empty();
    }

    /** As {@link GivingWay#makeRoom}. Allocations that another transaction has locked are left alone. */
    Optional<GivingWay.Made> makeRoom(Tx tx, Proposals proposals, UUID claim, Question question) {
        Instant at = start(question);
        Set<UUID> busy = new HashSet<>();
        for (int tries = 0; tries < MOST_TRIES && mayMakeRoom(tx, question); tries++) {
            List<Displace.Mover> movers = movers(tx, candidates(tx, question, busy), at);
            Optional<GiveWay.Way> way = calendar.displaced(tx, question, movers);
            if (way.isEmpty()) {
                return Optional.empty();
            }
            List<UUID> chosen = way.get().claims();
            List<Allocation> locked = tx.asPlatform(() -> RelocationStore.lockFree(tx, chosen));
            Optional<Placement> found = locked.size() == chosen.size()
                    ? displace(tx, proposals, claim, question, way.get(), locked)
                    : Optional.empty();
            if (found.isPresent()) {
                return Optional.of(new GivingWay.Made(found.get(), at));
            }
            busy.addAll(chosen);
        }
        return Optional.empty();
    }

    /** Within the notice places are guaranteed, and what has no end would be in the way for ever. */
    private boolean mayMakeRoom(Tx tx, Question question) {
        return question.workload() == Workload.TRAINING
                && !start(question).isBefore(tx.now().plus(notice.length()));
    }

    private static Instant start(Question question) {
        return Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
    }

    private static List<Allocation> candidates(Tx tx, Question question, Set<UUID> without) {
        return tx
                .asPlatform(() -> RelocationStore.mayRelocate(
                        tx, question.site(), question.model().key(), MOST_CANDIDATES))
                .stream()
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
            Tx tx, Proposals proposals, UUID claim, Question question, GiveWay.Way way, List<Allocation> locked) {
        Instant at = start(question);
        Map<UUID, Question> needs = needs(tx, locked, at);
        Map<UUID, Question> places = new TreeMap<>();
        Map<UUID, Relocation> relocations = new TreeMap<>();
        for (Allocation it : locked) {
            UUID place = tx.newId();
            places.put(place, Objects.requireNonNull(needs.get(it.id().value())));
            relocations.put(it.id().value(), new Relocation(it.id().value(), place, begins(it, at), at));
        }
        Optional<Placement> found = calendar.displace(tx, proposals, claim, question, way, places);
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
                        "A reservation begins where it is: from " + at + " on it has other cards. " + how)));
        audit.record(tx, it.organization(), "allocation.relocating", it.id().text(), null, told);
        tx.outbox("allocation.relocating", it.organization(), it.id().value(), told);
    }
}
