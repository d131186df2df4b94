package cloud.tessera.portal.team;

import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.access.Origin;
import cloud.tessera.quota.access.OwnSecondFactor;
import cloud.tessera.quota.access.OwnSession;
import cloud.tessera.quota.access.OwnSessions;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.SessionId;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;

/** Where the viewer is signed in, and the way to end what is not wanted there. */
@Prototype
@RolesAllowed({Rights.SEE_WORK, Rights.SEE_PLATFORM})
@Route("sign-ins")
public class SignInsView extends PortalPage {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient OwnSessions sessions;
    private final Div told = new Div();
    private final Records<OwnSession> records = new Records<>(Texts.text("signins.title"));

    SignInsView(Visits visits, OwnSessions sessions, OwnSecondFactor factor) {
        this.visits = visits;
        this.sessions = sessions;
        told.addClassName("page-body");
        head(Texts.text("signins.title"), Texts.text("signins.lead"), othersButton());
        records.part(Texts.text("signins.where"), SignInsView::where)
                .column(Texts.text("signins.from"), SignInsView::from)
                .part(Texts.text("signins.began"), session -> When.of(session.began()))
                .part(Texts.text("keys.used"), session -> When.of(session.lastUsed()))
                .part(Texts.text("actions"), this::endButton)
                .narrow(Texts.text("signins.title"), this::card);
        add(told, records.listing(page -> page(), new Empty(Texts.text("signins.none"), "")));
        add(new SecondFactorPanel(visits, factor));
    }

    private Page<OwnSession> page() {
        return new Page<>(sessions.list(visits.caller()), null);
    }

    private static Component where(OwnSession session) {
        String kind = Texts.text("signins.kind." + session.kind().text());
        return new Span(session.current() ? Texts.text("signins.current", kind) : kind);
    }

    private static String from(OwnSession session) {
        Origin from = session.from();
        String client = from.client().orElseGet(() -> Texts.text("signins.unknown"));
        return from.network().map(network -> client + ", " + network).orElse(client);
    }

    private Component endButton(OwnSession session) {
        if (session.current()) {
            return new Span();
        }
        var button = new Button(Texts.text("signins.end"), e -> end(session));
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(Texts.text("signins.end.which", When.text(session.began())));
        return button;
    }

    private Component card(OwnSession session) {
        var name = new Div(where(session));
        name.addClassName("title");
        var used = new Div(new Span(Texts.text("keys.used") + " "), When.of(session.lastUsed()));
        var card = new Div(name, new Div(new Span(from(session))), used, endButton(session));
        card.addClassName("grid-card");
        return card;
    }

    private Button othersButton() {
        String yes = Texts.text("signins.others");
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("signins.others.ask"), Texts.text("signins.others.what"), yes, this::endOthers));
        button.setId("end-others");
        return button;
    }

    private void end(OwnSession session) {
        told.removeAll();
        switch (sessions.end(visits.caller(), session.id())) {
            case Outcome.Done<SessionId> done -> Notes.done(Texts.text("signins.ended"));
            case Outcome.No<SessionId> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
        records.update(page());
    }

    private void endOthers() {
        told.removeAll();
        Notes.done(Texts.text("signins.others.ended", sessions.endOthers(visits.caller())));
        records.update(page());
    }
}
