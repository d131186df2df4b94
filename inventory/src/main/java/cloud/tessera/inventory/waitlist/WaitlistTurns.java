package cloud.tessera.inventory.waitlist;

import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.waitlist.Vacancies.Vacancy;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the waitlist when there is room, whatever has made it: payers in turn, each entry in one transaction and by the
 * same booking as any other, also where others make way for it. What a booking refuses (quota, exposure, a budget, a fair
 * share) keeps the entry waiting, with the reason. Several workers may do so at once: an entry is locked while it is served.
 */
@Singleton
public final class WaitlistTurns {
    private static final Logger LOG = LoggerFactory.getLogger(WaitlistTurns.class);

    /** So many are looked at in a round. */
    private static final int MOST = 500;

    /** At so many starts and sites others are asked to make way in a round, so that a round takes no longer than a few seconds. */
    private static final int MOST_STARTS = 300;

    private final Transactions transactions;
    private final Organizations organizations;
    private final Calendar calendar;
    private final Reservations reservations;
    private final Audit audit;
    private final Vacancies vacancies;

    public WaitlistTurns(
            Transactions transactions,
            Organizations organizations,
            Quotes quotes,
            Calendar calendar,
            GivingWay givingWay,
            Reservations reservations,
            Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.calendar = calendar;
        this.reservations = reservations;
        this.audit = audit;
        vacancies = new Vacancies(calendar, givingWay, quotes);
    }

    /** Ends what has waited too long and serves what can be; for a job. Says how many were served. */
    public int serve(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        transactions.run(job, WaitlistStore::expire);
        List<WaitlistStore.Waiting> waiting = transactions.run(job, tx -> WaitlistStore.waiting(tx, MOST));
        if (waiting.isEmpty()) {
            return 0;
        }
        Map<WaitlistEntryId, Integer> looks = transactions.run(job, tx -> looks(tx, waiting));
        List<WaitlistEntry> oldestFirst = waiting.stream()
                .map(WaitlistStore.Waiting::entry)
                .sorted(Comparator.comparing(WaitlistEntry::createdAt)
                        .thenComparing(entry -> entry.id().text()))
                .toList();
        var turns = new PayerTurns(oldestFirst, transactions.run(job, WaitlistStore::served));
        int served = 0;
        for (Optional<WaitlistEntry> next = turns.next(); next.isPresent(); next = turns.next()) {
            WaitlistEntry entry = next.get();
            Optional<Instant> at = serve(job, entry, looks.get(entry.id()));
            at.ifPresent(moment -> turns.served(entry, moment));
            served += at.isPresent() ? 1 : 0;
        }
        return served;
    }

    /**
     * For which of those that wait others are asked to make way in this round, and how often that was done before: the first
     * of them, as far as {@link #MOST_STARTS} goes. They come last in the next round, whatever becomes of them in this one.
     */
    private Map<WaitlistEntryId, Integer> looks(Tx tx, List<WaitlistStore.Waiting> waiting) {
        Map<WaitlistEntryId, Integer> looks = new HashMap<>();
        int left = MOST_STARTS;
        for (WaitlistStore.Waiting each : waiting) {
            left -= vacancies.work(tx, each.entry().wish());
            if (left < 0 && !looks.isEmpty()) {
                break;
            }
            looks.put(each.entry().id(), each.looks());
        }
        WaitlistStore.looked(tx, looks.keySet());
        return looks;
    }

    /**
     * When it was served, if it was.
     *
     * @param look how often others were asked to make way for it before; null where they are not asked now
     */
    private Optional<Instant> serve(Caller job, WaitlistEntry entry, @Nullable Integer look) {
        try (Proposals proposals = calendar.proposals(job)) {
            return transactions.run(job, tx -> {
                proposals.restart();
                return WaitlistStore.lockWaiting(tx, entry.id()) ? serve(tx, proposals, entry, look) : Optional.empty();
            });
        } catch (Refused refused) {
            Refusal why = refused.refusal();
            transactions.run(job, tx -> {
                WaitlistStore.reason(tx, entry.id(), "capacity_exhausted".equals(why.code()) ? null : why);
                return true;
            });
        } catch (RuntimeException e) {
            LOG.error("Entry {} of the waitlist could not be served", entry.id(), e);
        }
        return Optional.empty();
    }

    private Optional<Instant> serve(Tx tx, Proposals proposals, WaitlistEntry entry, @Nullable Integer look) {
        Organization organization = organizations.requireActive(tx, entry.organization());
        UUID holder = organization.holder();
        Optional<Vacancy> found = vacancies.free(tx, entry.wish(), holder);
        if (found.isEmpty() && look != null) {
            found = vacancies.made(tx, entry.wish(), holder, look);
        }
        if (found.isEmpty()) {
            WaitlistStore.reason(tx, entry.id(), null);
            return Optional.empty();
        }
        Wait wait = entry.wish();
        Vacancy place = found.get();
        ReservationId made = null;
        if (wait.mode() == Wait.Mode.BOOK) {
            var ask = new AskOffer(wait.project(), wait.shape(), place.site(), place.window(), wait.limits());
            Reservation booked = reservations.book(tx, proposals, ask, wait.name(), wait.image());
            made = booked.id();
        }
        tell(tx, entry, place, made);
        return Optional.of(tx.now());
    }

    private void tell(Tx tx, WaitlistEntry entry, Vacancy place, @Nullable ReservationId made) {
        record Told(
                String entry,
                String state,
                String site,
                Instant start,
                @Nullable String reservation) {}
        WaitlistEntry.State state = made == null ? WaitlistEntry.State.NOTIFIED : WaitlistEntry.State.BOOKED;
        Instant start = place.window().start();
        WaitlistStore.served(tx, entry.id(), state, place.site(), start, made);
        String topic = "waitlist." + state.text();
        audit.record(
                tx,
                entry.organization(),
                topic,
                entry.id().text(),
                null,
                Map.of("site", place.site(), "start", start.toString()));
        tx.outbox(
                topic,
                entry.organization(),
                entry.id().value(),
                new Told(entry.id().text(), state.text(), place.site(), start, made == null ? null : made.text()));
    }
}
