package cloud.tessera.portal.work;

import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.Objects;

/** What the organization waits for, newest first: what was booked for it, why it waits still, and how to leave. */
@Prototype
@RolesAllowed(Rights.SEE_WORK)
@Route("waitlist")
public class WaitlistView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(3);

    private final transient Visits visits;
    private final transient Watching watching;
    private final transient Waitlist waitlist;

    WaitlistView(Visits visits, Watching watching, Waitlist waitlist) {
        this.visits = visits;
        this.watching = watching;
        this.waitlist = waitlist;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        head(Texts.text("nav.waitlist"), Texts.text("waitlist.lead"));
        boolean mayLeave = visits.caller().may(Permission.BOOK_CAPACITY);
        Records<WaitlistEntry> records = new Records<WaitlistEntry>(Texts.text("nav.waitlist"))
                .column(Texts.text("column.name"), entry -> entry.wish().name())
                .column(
                        Texts.text("column.what"),
                        entry -> Shapes.text(entry.wish().shape()))
                .column(Texts.text("column.site"), WaitlistView::site)
                .part(Texts.text("column.when"), WaitlistView::when)
                .wrapped(Texts.text("column.state"), WaitlistView::standing)
                .narrow(Texts.text("nav.waitlist"), entry -> card(entry, mayLeave));
        if (mayLeave) {
            records.part(Texts.text("waitlist.leave.column"), this::leaving);
        }
        Div list = records.listing(
                page -> waitlist.list(visits.caller(), false, page),
                new Empty(Texts.text("waitlist.none"), Texts.text("waitlist.none.next")));
        watching.watch(
                list, OFTEN, caller -> waitlist.list(caller, false, Page.Request.first(Page.MOST)), records::update);
        add(list);
    }

    static String site(WaitlistEntry entry) {
        return entry.wish().sites().isEmpty()
                ? Texts.text("wish.anywhere")
                : String.join(", ", entry.wish().sites());
    }

    private static Component when(WaitlistEntry entry) {
        Wait wish = entry.wish();
        var hours = new Span(Texts.count("hours", wish.hours()));
        hours.addClassNames("quiet", "small");
        return new Div(new Div(When.range(wish.within().start(), wish.within().end())), hours);
    }

    /** Where it stands: the badge, and what there is to be told about it. */
    private static Component standing(WaitlistEntry entry) {
        String tone = switch (entry.state()) {
            case WAITING -> "busy";
            case NOTIFIED, BOOKED -> "good";
            case EXPIRED -> "bad";
            case WITHDRAWN -> "idle";
        };
        var badge = StateBadge.remark(Texts.text("state.wait." + entry.state().text()), tone);
        return new Div(new Div(badge), told(entry));
    }

    private static Component told(WaitlistEntry entry) {
        return switch (entry.state()) {
            case BOOKED ->
                new Anchor(
                        "reservations/"
                                + Objects.requireNonNull(entry.reservation()).text(),
                        Texts.text(
                                "waitlist.booked",
                                Objects.requireNonNull(entry.foundSite()),
                                When.text(Objects.requireNonNull(entry.foundStart()))));
            case NOTIFIED ->
                small(Texts.text(
                        "waitlist.notified",
                        Objects.requireNonNull(entry.foundSite()),
                        When.text(Objects.requireNonNull(entry.foundStart()))));
            case WAITING -> small(entry.reason() == null ? waitsFor(entry.wish()) : entry.reason());
            case EXPIRED -> small(Texts.text("waitlist.expired"));
            case WITHDRAWN -> new Span();
        };
    }

    private static String waitsFor(Wait wish) {
        String mode = Texts.text("waitlist.mode." + wish.mode().text());
        return wish.ceiling() == null ? mode : Texts.text("waitlist.ceiling.text", mode, Amounts.text(wish.ceiling()));
    }

    private static Span small(String text) {
        var span = new Span(text);
        span.addClassNames("quiet", "small");
        return span;
    }

    private Component leaving(WaitlistEntry entry) {
        if (entry.state() != WaitlistEntry.State.WAITING) {
            return new Span();
        }
        var leave = new Button(Texts.text("waitlist.leave"), e -> leave(entry));
        leave.addThemeVariants(ButtonVariant.LUMO_SMALL);
        leave.getElement()
                .setAttribute(
                        "aria-label",
                        Texts.text("waitlist.leave.what", entry.wish().name()));
        leave.addClassName("leave-waitlist");
        return leave;
    }

    private void leave(WaitlistEntry entry) {
        switch (waitlist.withdraw(visits.caller(), entry.id())) {
            case Outcome.Done<WaitlistEntry> left -> Notes.done(Texts.text("waitlist.left"));
            case Outcome.No<WaitlistEntry> no -> Notes.refused(no.refusal());
        }
    }

    private Component card(WaitlistEntry entry, boolean mayLeave) {
        var name = new Span(entry.wish().name());
        name.addClassName("title");
        var card = new Div(
                name,
                standing(entry),
                new Span(Shapes.text(entry.wish().shape())),
                when(entry),
                new Span(site(entry)),
                mayLeave ? leaving(entry) : new Span());
        card.addClassName("grid-card");
        return card;
    }
}
