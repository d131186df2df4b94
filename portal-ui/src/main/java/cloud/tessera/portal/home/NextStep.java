package cloud.tessera.portal.home;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Countdown;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The one thing to do next: a hold that runs out comes before all else. */
final class NextStep {
    private NextStep() {}

    /**
     * @param unpaid the oldest invoice that is to be paid, where the caller decides about money
     */
    static Optional<Component> of(Work work, Optional<Invoice> unpaid, Caller caller, Instant now) {
        if (!caller.may(Permission.BOOK_CAPACITY)) {
            return unpaid.map(NextStep::pay);
        }
        if (!work.held().isEmpty()) {
            return Optional.of(confirm(work.held().getFirst(), now));
        }
        if (work.idle()) {
            return Optional.of(note(
                    new Span(Texts.text("home.step.find")),
                    new Anchor("capacity", Texts.text("nav.capacity")),
                    new Anchor("what-for", Texts.text("home.first.whatfor"))));
        }
        return unpaid.map(NextStep::pay);
    }

    private static Component pay(Invoice invoice) {
        String text =
                Texts.text("home.step.pay", invoice.number(), Amounts.text(invoice.total()), When.day(invoice.dueAt()));
        return note(new Span(text), new Anchor("invoices/" + invoice.id().text(), Texts.text("home.step.pay.go")));
    }

    private static Component confirm(Reservation reservation, Instant now) {
        var says =
                new Span(Texts.text("home.step.confirm", reservation.name(), Amounts.text(reservation.price())) + " ");
        Instant until = reservation.state() instanceof ReservationState.Held held ? held.until() : now;
        return note(
                new Span(says, new Countdown(Duration.between(now, until), () -> {})),
                new Anchor("reservations/" + reservation.id().text(), Texts.text("home.step.confirm.go")));
    }

    private static Component note(Span says, Anchor... go) {
        says.addClassNames("strong");
        var actions = new Div(go);
        actions.addClassName("actions");
        return Notes.note(says, actions);
    }
}
