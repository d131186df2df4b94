package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Launch;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Gathering;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Transactions.Call;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes holds that are asked for at the same time in one transaction: all that commits cost, and most of what statements
 * cost, is paid once for the group. It makes those holds that nothing speaks against; every other one is made by itself
 * afterwards, which alone knows how to refuse.
 */
final class HoldingTogether {
    /** Groups under way at once: while one waits for the disk the next one is decided. */
    private static final int LANES = 2;

    private static final int MOST = 256;
    private static final Duration PATIENCE = Duration.ofMillis(2);
    private static final Caller JOB = Caller.Job.named("holding-together");
    private static final String OPERATION = "reservations.hold";

    private final Transactions transactions;
    private final Offers offers;
    private final Calendar calendar;
    private final Admission admission;
    private final EngineChoice engines;
    private final Notes notes;
    private final List<Gathering<Call, Outcome<Reservation>>> lanes;

    HoldingTogether(
            Transactions transactions,
            Offers offers,
            Calendar calendar,
            Admission admission,
            EngineChoice engines,
            Notes notes) {
        this.transactions = transactions;
        this.offers = offers;
        this.calendar = calendar;
        this.admission = admission;
        this.engines = engines;
        this.notes = notes;
        lanes = IntStream.range(0, LANES)
                .mapToObj(_ -> new Gathering<Call, Outcome<Reservation>>(MOST, PATIENCE, this::hold))
                .toList();
    }

    /** Makes a hold with others that are asked for now, or alone. */
    Outcome<Reservation> hold(Caller caller, HoldDirectly hold, Supplier<Outcome<Reservation>> alone) {
        if (caller.organization().isEmpty() || !isSound(caller, hold)) {
            return alone.get();
        }
        // Those of one organization wait for the same locks, so they go one way.
        int lane = Math.floorMod(caller.requireOrganization().hashCode(), lanes.size());
        var call = new Call(caller, hold, new ReservationId(transactions.newId(caller)).text());
        return lanes.get(lane).make(call, alone);
    }

    private boolean isSound(Caller caller, HoldDirectly hold) {
        String key = caller.request().idempotencyKey();
        try {
            Launch.check(engines, hold.name(), hold.image());
        } catch (Refused refused) {
            return false;
        }
        return key == null || !key.isBlank() && key.length() <= 255;
    }

    /** Makes those holds of a group that nothing speaks against. */
    Map<Call, Outcome<Reservation>> hold(List<Call> calls) {
        Map<Call, Outcome<Reservation>> outcomes = new HashMap<>();
        try (Proposals proposals = calendar.proposals(calls.getFirst().caller())) {
            transactions
                    .together(JOB, OPERATION, calls, tx -> {
                        proposals.restart();
                        Later<Offers.Known> known = offers.known(tx, asks(calls));
                        return first -> hold(tx, proposals, first, known.get());
                    })
                    .forEach((call, made) -> outcomes.put(call, Outcome.done(made)));
        }
        return outcomes;
    }

    private Map<Call, Reservation> hold(Tx tx, Proposals proposals, List<Call> calls, Offers.Known known) {
        Map<Call, Offers.Draft> drafts = drafts(tx, calls, known);
        Map<UUID, Placement> placed = admission.admit(
                tx,
                proposals,
                drafts.entrySet().stream()
                        .map(each -> booking(claim(each.getKey()), each.getValue()))
                        .toList());
        Map<Call, Reservation> made = new LinkedHashMap<>();
        Map<Offers.Draft, Placement> found = new LinkedHashMap<>();
        Map<Reservation, Caller> callers = new LinkedHashMap<>();
        drafts.forEach((call, draft) -> {
            Placement placement = placed.get(claim(call));
            if (placement != null) {
                Reservation reservation = reservation(tx, call, draft);
                found.put(draft, placement);
                made.put(call, reservation);
                callers.put(reservation, call.caller());
            }
        });
        if (!made.isEmpty()) {
            offers.keep(tx, found);
            ReservationStore.insert(tx, List.copyOf(made.values()));
            notes.made(tx, callers);
        }
        return made;
    }

    /** What each asks for, priced, in the order of the calls; an organization that is not verified may hold one thing only. */
    private Map<Call, Offers.Draft> drafts(Tx tx, List<Call> calls, Offers.Known known) {
        Map<Offers.Asked, Offers.Draft> drafted = offers.draft(tx, asks(calls), known);
        Map<Call, Offers.Draft> drafts = new LinkedHashMap<>();
        calls.forEach(call -> {
            Offers.Draft draft = drafted.get(asked(call));
            if (draft != null && draft.organization().verified()) {
                drafts.put(call, draft);
            }
        });
        return drafts;
    }

    private static List<Offers.Asked> asks(List<Call> calls) {
        return calls.stream().map(HoldingTogether::asked).toList();
    }

    private static Offers.Asked asked(Call call) {
        return new Offers.Asked(claim(call), call.caller(), hold(call).ask());
    }

    private static Admission.Grouped booking(UUID claim, Offers.Draft draft) {
        var quote = draft.quote();
        var booking = new Admission.Booking(
                claim,
                quote.organization(),
                quote.project(),
                draft.question().shape(),
                Workload.TRAINING,
                quote.amount(),
                quote.window().start(),
                quote.window().end());
        return new Admission.Grouped(booking, draft.organization(), draft.question());
    }

    private static Reservation reservation(Tx tx, Call call, Offers.Draft draft) {
        var quote = draft.quote();
        return new Reservation(
                ReservationId.of(call.reference()),
                quote.organization(),
                quote.project(),
                quote.id(),
                hold(call).name(),
                draft.question().shape(),
                quote.site(),
                quote.window(),
                draft.turnaround(),
                quote.amount(),
                hold(call).image(),
                new ReservationState.Held(Holding.until(tx, quote.window())),
                null,
                false,
                Duration.ZERO,
                call.caller().actor(),
                tx.now(),
                null,
                CancellationSteps.CURRENT,
                1,
                1);
    }

    private static HoldDirectly hold(Call call) {
        return (HoldDirectly) call.body();
    }

    private static UUID claim(Call call) {
        return ReservationId.of(call.reference()).value();
    }
}
