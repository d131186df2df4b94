package cloud.tessera.portal.visit;

import cloud.tessera.quota.access.Origin;
import cloud.tessera.quota.access.SessionKind;
import cloud.tessera.quota.access.Shown;
import cloud.tessera.quota.access.SignIn;
import cloud.tessera.quota.access.SignedIn;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinSession;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The visits of people: who has signed in within a browser session, and as whom each of its calls is made. */
@Singleton
public class Visits {
    private final SignIn signIn;
    private final IdSource ids;

    Visits(SignIn signIn, IdSource ids) {
        this.signIn = signIn;
        this.ids = ids;
    }

    /** The visit of this browser session; empty before sign-in. */
    public Optional<Visit> current() {
        VaadinSession session = VaadinSession.getCurrent();
        if (session == null) {
            return Optional.empty();
        }
        // A download is written without the session's lock, so that it does not hold up the page that it came from.
        session.lock();
        try {
            return Optional.ofNullable(session.getAttribute(Visit.class));
        } finally {
            session.unlock();
        }
    }

    /** Who this browser session stands for now; empty before sign-in, and where it was ended elsewhere. */
    public Optional<Caller> currentCaller() {
        try {
            return current().map(this::callerOf);
        } catch (Refused ended) {
            return Optional.empty();
        }
    }

    /** The visit, where there must be one; otherwise {@code session_ended} is thrown. */
    public Visit require() {
        return current().orElseThrow(() -> ended().asException());
    }

    /** Who this browser session stands for now: the role is read anew, so that one that was taken away is gone. */
    public Caller caller() {
        return callerOf(require());
    }

    /** The same with an idempotency key, for what costs or books. */
    public Caller caller(String idempotencyKey) {
        return caller().with(new Caller.Request(newRequestId(), idempotencyKey));
    }

    /** Who a visit stands for now, for threads that serve no request of it. */
    public Caller callerOf(Visit visit) {
        return signIn.callerOf(
                visit.who().session(), visit.organization().orElse(null), Caller.Request.of(newRequestId()));
    }

    /** A key for one thing that somebody is about to book; a second click with it books nothing more. */
    public String newKey() {
        return ids.opaque().toString();
    }

    /** Begins a visit. The browser's session gets a new id, so that one that was planted before is worth nothing. */
    public Outcome<Visit> begin(Shown shown) {
        Outcome<SignedIn> outcome =
                signIn.withPassword(Caller.Request.of(newRequestId()), shown, SessionKind.PORTAL, origin());
        if (outcome instanceof Outcome.Done<SignedIn>(SignedIn who, var replayed)) {
            if (who.platformRole().isEmpty() && who.memberships().isEmpty()) {
                return Outcome.no(noOrganization());
            }
            VaadinService.reinitializeSession(VaadinRequest.getCurrent());
            keep(Visit.of(who));
        }
        return outcome.map(Visit::of);
    }

    /** Goes on for another organization, or for the platform (null), of those that the person belongs to. */
    public void actFor(@Nullable OrganizationId organization) {
        Visit visit = new Visit(require().who(), Optional.ofNullable(organization));
        callerOf(visit);
        keep(visit);
    }

    /** Ends the visit and with it the browser's session. */
    public void end() {
        current().ifPresent(visit -> {
            try {
                signIn.signOut(callerOf(visit));
            } catch (Refused alreadyEnded) {
                // It was ended elsewhere, or has expired: nothing is left to end.
            }
        });
        VaadinSession.getCurrent().getSession().invalidate();
    }

    private static Origin origin() {
        VaadinRequest request = VaadinRequest.getCurrent();
        return request == null ? Origin.UNKNOWN : Origin.of(request.getHeader("User-Agent"), request.getRemoteAddr());
    }

    private static void keep(Visit visit) {
        VaadinSession.getCurrent().setAttribute(Visit.class, visit);
    }

    private String newRequestId() {
        return "web-" + ids.next();
    }

    private static Refusal ended() {
        return new Refusal(Refusal.Kind.UNAUTHENTICATED, "session_ended", "Sign in to go on.", false, List.of(), null);
    }

    private static Refusal noOrganization() {
        return Refusal.forbidden("You belong to no organization any more. Ask an owner of yours to add you again.");
    }
}
