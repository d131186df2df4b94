package cloud.tessera.inventory.rebinding;

import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.placement.MakeRoom;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.reservation.Coming;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes room for what finds no place. First by late binding: reservations that have not started, whosever they are, are
 * laid on other cards of their site, in the transaction of the booking that this admits, all or nothing. Their windows and
 * prices stay, and so do their limits, because the site stays. Where that makes no room, preemptible work gives way, and
 * then what may lie elsewhere goes there.
 */
@Singleton
public final class MakingRoom implements GivingWay {
    /** More reservations than this are not looked at; those that start first are. */
    private static final int MOST_COMING = 500;

    private static final int MOST_TRIES = 3;

    private final Calendar calendar;
    private final Organizations organizations;
    private final Audit audit;
    private final Preemptions preemptions;

    public MakingRoom(Calendar calendar, Organizations organizations, Audit audit, Preemptions preemptions) {
        this.calendar = calendar;
        this.organizations = organizations;
        this.audit = audit;
        this.preemptions = preemptions;
    }

    @Override
    public Optional<Made> find(Tx tx, Question question, List<String> sites) {
        return sites.stream()
                .map(question::in)
                .map(there -> calendar.makingWay(tx).roomByRebinding(tx, there, coming(tx, there, Set.of())))
                .flatMap(Optional::stream)
                .map(room -> new Made(room.asked().placement(), start(question)))
                .findFirst()
                .or(() -> preemptions.find(tx, question, sites));
    }

    @Override
    public Optional<Made> findWithin(Tx tx, Question question, List<String> sites, int hours) {
        return sites.stream()
                .map(question::in)
                .map(there -> calendar.flexible(tx, there, hours, coming(tx, there, Set.of())))
                .flatMap(Optional::stream)
                .findFirst()
                .map(found -> new Made(found.placement(), start(found.question())));
    }

    @Override
    public Optional<Made> makeRoom(Tx tx, Proposals proposals, UUID claim, Question question) {
        Optional<Made> made = rebind(tx, proposals, claim, question);
        return made.isPresent() ? made : preemptions.makeRoom(tx, proposals, claim, question);
    }

    /** Reservations that another transaction has locked are left alone, so that nobody waits here. */
    private Optional<Made> rebind(Tx tx, Proposals proposals, UUID claim, Question question) {
        Set<UUID> busy = new HashSet<>();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<MakeRoom.Room> room =
                    calendar.makingWay(tx).roomByRebinding(tx, question, coming(tx, question, busy));
            if (room.isEmpty()) {
                return Optional.empty();
            }
            Set<UUID> chosen = room.get().moves().keySet();
            List<Reservation> locked = tx.asPlatform(() -> Coming.lock(tx, chosen));
            if (locked.size() == chosen.size()) {
                Optional<Placement> found = calendar.makingWay(tx).bookRebinding(tx, proposals, claim, room.get());
                if (found.isPresent()) {
                    tx.asPlatform(() -> note(tx, locked));
                    return found.map(placement -> new Made(placement, start(question)));
                }
            } else {
                busy.addAll(chosen);
                locked.forEach(each -> busy.remove(each.id().value()));
            }
        }
        return Optional.empty();
    }

    private static Instant start(Question question) {
        return Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
    }

    private Map<UUID, Question> coming(Tx tx, Question question, Set<UUID> without) {
        Map<UUID, Question> coming =
                new HashMap<>(coming(tx, question.site(), question.model().key()));
        coming.keySet().removeAll(without);
        return coming;
    }

    /** What the reservations of a model at a site ask for that have not started. */
    public Map<UUID, Question> coming(Tx tx, String site, String model) {
        return tx.asPlatform(() -> {
            List<Reservation> coming = Coming.of(tx, site, model, MOST_COMING);
            Map<OrganizationId, Organization> owners = organizations
                    .of(
                            tx,
                            coming.stream()
                                    .map(Reservation::organization)
                                    .distinct()
                                    .toList())
                    .get();
            Map<UUID, Question> questions = new HashMap<>();
            for (Reservation each : coming) {
                Organization owner = owners.get(each.organization());
                if (owner != null) {
                    Question question = calendar.search(tx)
                            .question(
                                    each.shape(),
                                    Workload.TRAINING,
                                    site,
                                    each.window().start(),
                                    each.window().end(),
                                    owner.holder());
                    questions.put(each.id().value(), question);
                }
            }
            return questions;
        });
    }

    private record Told(String reservation) {}

    private boolean note(Tx tx, List<Reservation> moved) {
        for (Reservation each : moved) {
            var told = new Told(each.id().text());
            Timeline.add(
                    tx,
                    List.of(new Timeline.Entry(
                            each.id().value(),
                            each.organization(),
                            tx.now(),
                            each.state().text(),
                            "It will run on other cards of the site; its window and its price stay.")));
            audit.record(
                    tx, each.organization(), "reservation.rebound", each.id().text(), null, told);
            tx.outbox("reservation.rebound", each.organization(), each.id().value(), told);
        }
        return true;
    }
}
