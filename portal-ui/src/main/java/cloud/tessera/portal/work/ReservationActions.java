package cloud.tessera.portal.work;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.reservation.Amendments;
import cloud.tessera.inventory.reservation.CancellationQuote;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.reservation.Return;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.QueryParameters;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What can be done about a reservation from its page. */
final class ReservationActions {
    private final Visits visits;
    private final Reservations reservations;
    private final Amendments amendments;
    private final Returns returns;
    private final Calendar calendar;
    private final Clock clock;
    private final Consumer<ReservationId> reload;
    private final Consumer<Refusal> refuse;

    /**
     * @param reload shows it anew once something was done
     * @param refuse shows why something was not done
     */
    ReservationActions(
            Visits visits,
            Reservations reservations,
            Amendments amendments,
            Returns returns,
            Calendar calendar,
            Clock clock,
            Consumer<ReservationId> reload,
            Consumer<Refusal> refuse) {
        this.visits = visits;
        this.reservations = reservations;
        this.amendments = amendments;
        this.returns = returns;
        this.calendar = calendar;
        this.clock = clock;
        this.reload = reload;
        this.refuse = refuse;
    }

    List<Button> buttons(Reservation reservation) {
        return List.of(changeButton(reservation), returnButton(reservation), cancelButton(reservation));
    }

    Button cancelButton(Reservation reservation) {
        boolean held = reservation.state() instanceof ReservationState.Held;
        String text = Texts.text(held ? "reservation.giveback" : "reservation.cancel");
        var button = new Button(text, e -> askCancel(reservation, text));
        button.setId("cancel");
        return button;
    }

    private void askCancel(Reservation reservation, String text) {
        switch (reservations.quoteCancellation(visits.caller(), reservation.id())) {
            case Outcome.Done<CancellationQuote>(CancellationQuote quote, var replayed) -> {
                if (reservation.state() instanceof ReservationState.Held) {
                    String ask = Texts.text("reservation.cancel.ask", reservation.name());
                    Ask.before(ask, Texts.text("reservation.giveback.money"), text, () -> cancel(quote));
                } else {
                    new CancelDialog(reservation, quote, () -> cancel(quote)).open();
                }
            }
            case Outcome.No<CancellationQuote> no -> refuse.accept(no.refusal());
        }
    }

    private Button returnButton(Reservation reservation) {
        var button = new Button(
                Texts.text("reservation.return"),
                e -> new ReturnDialog(
                                visits, returns, reservation, clock.instant(), () -> reload.accept(reservation.id()))
                        .open());
        button.setId("return");
        return button;
    }

    void withdraw(Return it) {
        switch (returns.withdraw(visits.caller(), it.id())) {
            case Outcome.Done<Return> done -> {
                Notes.done(Texts.text("returns.withdrawn"));
                reload.accept(it.reservation());
            }
            case Outcome.No<Return> no -> refuse.accept(no.refusal());
        }
    }

    private Button changeButton(Reservation reservation) {
        Caller caller = visits.caller();
        var button = new Button(
                Texts.text("reservation.change"),
                e -> new ChangeDialog(
                                visits,
                                amendments,
                                reservation,
                                calendar.search(caller)
                                        .sites(reservation.shape().model()),
                                () -> reload.accept(reservation.id()),
                                ReservationActions::choose)
                        .open());
        button.setId("change");
        return button;
    }

    /** Goes where a refusal says that it would work. */
    static void choose(Refusal.Alternative other) {
        Map<String, String> fields = new HashMap<>(other.request());
        fields.put("proposal", other.kind());
        UI.getCurrent().navigate("capacity", QueryParameters.simple(fields));
    }

    void confirm(Reservation reservation) {
        // The id of a hold is its idempotency key: confirming it twice books and charges once.
        Caller caller = visits.caller("confirm-" + reservation.id().text());
        tell(reservations.confirm(caller, reservation.id()), "reservation.confirmed");
    }

    private void cancel(CancellationQuote quote) {
        // Not the version of the page: one that runs has another every moment. The quote knows what it was made for.
        tell(reservations.cancel(visits.caller(), quote.reservation(), null, quote.id()), "reservation.cancelled");
    }

    private void tell(Outcome<Reservation> outcome, String done) {
        switch (outcome) {
            case Outcome.Done<Reservation> ok -> {
                Notes.done(Texts.text(done));
                reload.accept(ok.value().id());
            }
            case Outcome.No<Reservation> no -> refuse.accept(no.refusal());
        }
    }
}
