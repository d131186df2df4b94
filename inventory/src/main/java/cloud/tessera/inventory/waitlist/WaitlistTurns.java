package cloud.tessera.inventory.waitlist;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the waitlist when there is room, whatever has made it: payers in turn, each entry in one transaction and by the
 * same booking as any other. What a booking refuses (quota, exposure, a budget, a fair share) keeps the entry waiting,
 * with the reason. Several workers may do so at once: an entry is locked while it is served.
 */
@Singleton
public final class WaitlistTurns {
    private static final Logger LOG = LoggerFactory.getLogger(WaitlistTurns.class);
    private static final int MOST = 500;

    private final Transactions transactions;
    private final Organizations organizations;
    private final Quotes quotes;
    private final Calendar calendar;
    private final Reservations reservations;
    private final Audit audit;
    private final Catalogue catalogue = Catalogue.shipped();

    /** Where and when there is room. */
    private record Found(String site, TimeWindow window) {}

    public WaitlistTurns(
            Transactions transactions,
            Organizations organizations,
            Quotes quotes,
            Calendar calendar,
            Reservations reservations,
            Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.quotes = quotes;
        this.calendar = calendar;
        this.reservations = reservations;
        this.audit = audit;
    }

    /** Ends what has waited too long and serves what can be; for a job. Says how many were served. */
    public int serve(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        transactions.run(job, WaitlistStore::expire);
        List<WaitlistEntry> waiting = transactions.run(job, tx -> WaitlistStore.waiting(tx, MOST));
        if (waiting.isEmpty()) {
            return 0;
        }
        var turns = new PayerTurns(waiting, transactions.run(job, WaitlistStore::served));
        int served = 0;
        for (Optional<WaitlistEntry> next = turns.next(); next.isPresent(); next = turns.next()) {
            WaitlistEntry entry = next.get();
            Optional<Instant> at = serve(job, entry);
            at.ifPresent(moment -> turns.served(entry, moment));
            served += at.isPresent() ? 1 : 0;
        }
        return served;
    }

    /** When it was served, if it was. */
    private Optional<Instant> serve(Caller job, WaitlistEntry entry) {
        try (Proposals proposals = calendar.proposals(job)) {
            return transactions.run(job, tx -> {
                proposals.restart();
                return WaitlistStore.lockWaiting(tx, entry.id()) ? serve(tx, proposals, entry) : Optional.empty();
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

    private Optional<Instant> serve(Tx tx, Proposals proposals, WaitlistEntry entry) {
        Organization organization = organizations.requireActive(tx, entry.organization());
        Optional<Found> found = find(tx, entry, organization);
        if (found.isEmpty()) {
            WaitlistStore.reason(tx, entry.id(), null);
            return Optional.empty();
        }
        Wait wait = entry.wish();
        Found place = found.get();
        ReservationId made = null;
        if (wait.mode() == Wait.Mode.BOOK) {
            var ask = new AskOffer(wait.project(), wait.shape(), place.site(), place.window(), wait.limits());
            Reservation booked = reservations.book(tx, proposals, ask, wait.name(), wait.image());
            made = booked.id();
        }
        tell(tx, entry, place, made);
        return Optional.of(tx.now());
    }

    private void tell(Tx tx, WaitlistEntry entry, Found place, @Nullable ReservationId made) {
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

    /** The earliest place that does not cost too much, or {@code price_above_ceiling} where all do. */
    private Optional<Found> find(Tx tx, WaitlistEntry entry, Organization organization) {
        Wait wait = entry.wish();
        Search search = calendar.search(tx);
        Duration length = Duration.ofHours(wait.hours());
        Instant from = wait.within().start().isBefore(tx.now())
                ? tx.now()
                : wait.within().start();
        List<Found> places = new ArrayList<>();
        List<String> wanted = wait.sites().isEmpty() ? search.sites(wait.shape().model()) : wait.sites();
        for (String site : OpenSites.load(tx).open(wanted, wait.limits())) {
            Question question = search.question(
                    wait.shape(), Workload.TRAINING, site, from, from.plus(length), organization.holder());
            search.earliest(question, tx.now(), wait.within().end())
                    .ifPresent(start -> places.add(new Found(site, new TimeWindow(start, start.plus(length)))));
        }
        places.sort(
                Comparator.comparing((Found place) -> place.window().start()).thenComparing(Found::site));
        Money cheapest = null;
        for (Found place : places) {
            Money price = price(tx, wait, place);
            if (wait.ceiling() == null || !price.exceeds(wait.ceiling())) {
                return Optional.of(place);
            }
            cheapest = cheapest == null ? price : cheapest.min(price);
        }
        if (cheapest == null) {
            return Optional.empty();
        }
        throw Refusal.limit(
                        "price_above_ceiling",
                        "There is room for " + cheapest.text() + ", and it may cost "
                                + Objects.requireNonNull(wait.ceiling()).text()
                                + " at most.")
                .asException();
    }

    private Money price(Tx tx, Wait wait, Found place) {
        return quotes.estimate(
                tx,
                wait.project(),
                wait.shape().sku(),
                Workload.TRAINING,
                place.site(),
                wait.shape().quantity(),
                place.window(),
                Duration.ofMinutes(catalogue.orFungible(wait.shape().model()).turnaroundMinutes()));
    }
}
