package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.Membership;
import cloud.tessera.quota.tenant.PasswordHash;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in and out, and who a session stands for. Sessions are kept in wall time, not in the platform's, which a
 * simulation moves: whoever moves the clock by a month stays signed in.
 */
@Singleton
public final class SignIn {
    /** How long a session is kept once it has ended. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final People people;
    private final Members members;
    private final SecondFactors factors;
    private final Audit audit;
    private final Clock wall;

    /**
     * Who asks, and what is known of it before the password is looked at.
     *
     * @param locked how long this address may not try any more; empty where it may
     */
    private record Asked(Optional<Person> person, Optional<PasswordHash> password, Optional<Duration> locked) {}

    /** Somebody who has told the password, and its stored form. */
    private record Known(Person person, PasswordHash password) {}

    @Inject
    SignIn(Transactions transactions, People people, Members members, SecondFactors factors, Audit audit) {
        this(transactions, people, members, factors, audit, Clock.systemUTC());
    }

    SignIn(Transactions transactions, People people, Members members, SecondFactors factors, Audit audit, Clock wall) {
        this.transactions = transactions;
        this.people = people;
        this.members = members;
        this.factors = factors;
        this.audit = audit;
        this.wall = wall;
    }

    /**
     * Begins a session of somebody without a second factor, of whom it is not known from where; otherwise as
     * {@link #withPassword(Caller.Request, Shown, SessionKind, Origin)}.
     */
    public Outcome<SignedIn> withPassword(Caller.Request request, String email, String password, SessionKind kind) {
        return withPassword(request, new Shown(email, password, null), kind, Origin.UNKNOWN);
    }

    /**
     * Begins a session. Refused: {@code invalid_credentials}, which says and takes the same for an unknown e-mail as for
     * a wrong password, {@code too_many_attempts} after ten failures for an e-mail within 15 minutes, and {@code busy}
     * where too many sign in at once. Where the person has a second factor, only after a right password:
     * {@code mfa_required} without a code, {@code invalid_otp} for one that is wrong, too old or used, and
     * {@code too_many_attempts} after ten such codes.
     */
    public Outcome<SignedIn> withPassword(Caller.Request request, Shown shown, SessionKind kind, Origin from) {
        var door = new Caller.Job("sign-in", request);
        Refusal wrong = unauthenticated("invalid_credentials", "E-mail address or password is wrong.");
        return known(door, shown.email(), shown.password(), wrong).then(known -> {
            Person person = known.person();
            return factors.attempted(request, person.id(), shown.code())
                    .then(needed -> transactions.attempt(door, tx -> {
                        factors.spend(tx, person.id(), shown.code(), Refusal.Kind.UNAUTHENTICATED);
                        return begin(tx, person, kind, from);
                    }));
        });
    }

    /** The person of a session that goes on; throws {@code session_ended}. */
    Person person(Caller caller, SessionId session) {
        return transactions.run(caller, tx -> tx.asPlatform(() -> requirePerson(tx, requireLive(tx, session))));
    }

    /**
     * The stored form of a person's password, once they have told it: under the same limit of failures as a sign-in.
     * Refused: {@code too_many_attempts}, {@code busy}, {@code wrong_password}.
     */
    Outcome<PasswordHash> proven(Caller caller, Person person, String password) {
        var door = new Caller.Job("password", caller.request());
        return known(door, person.email(), password, OwnPassword.wrong()).map(Known::password);
    }

    /**
     * Who has told the right password. An attempt counts as a failure from before it is looked at until it has been
     * found right, so that many at once are no more than ten. Hashing takes its time, so it is done outside any
     * transaction, and for nobody as well as for somebody.
     */
    private Outcome<Known> known(Caller door, String email, String password, Refusal wrong) {
        return PasswordHash.inTurn(() -> {
            Asked asked = transactions.run(door, tx -> ask(tx, email));
            if (asked.locked().isPresent()) {
                return Outcome.no(Attempts.tooMany(
                        "for this e-mail address", asked.locked().get()));
            }
            boolean right = asked.password().orElse(PasswordHash.OF_NOBODY).matches(password);
            if (!right || asked.password().isEmpty()) {
                return Outcome.no(wrong);
            }
            transactions.run(door, tx -> Attempts.forget(tx, address(email)));
            return Outcome.done(
                    new Known(asked.person().orElseThrow(), asked.password().get()));
        });
    }

    /** Ends every session of a person but one, and with each its refresh tokens. As the platform. */
    void endOthers(Tx tx, PersonId person, SessionId stays) {
        SessionStore.of(tx, person).stream()
                .filter(session -> !session.equals(stays))
                .forEach(session -> end(tx, session, "session.ended"));
    }

    /** Ends every session of a person, and forgets what failed before. As the platform. */
    void endAll(Tx tx, Person person) {
        SessionStore.of(tx, person.id()).forEach(session -> end(tx, session, "session.ended"));
        Attempts.forget(tx, address(person.email()));
    }

    private static byte[] address(String email) {
        return Secrets.sha256(email.strip().toLowerCase(Locale.ROOT));
    }

    /** What a session was told when it began, as it is now. Throws {@code session_ended}. */
    public SignedIn signedIn(SessionId session, Caller.Request request) {
        return transactions.run(new Caller.Job("session", request), tx -> {
            SessionStore.Live live = requireLive(tx, session);
            return signedIn(tx, live, requirePerson(tx, live));
        });
    }

    /**
     * Who a session stands for, with the role that the person has now. Throws {@code session_ended} (unauthenticated)
     * when it was revoked or has expired, and not found for an organization that the person does not belong to.
     *
     * @param organization the one to act for; null for the platform where the person is of the platform, otherwise for
     *     the first of the person's organizations by name
     */
    public Caller callerOf(SessionId session, @Nullable OrganizationId organization, Caller.Request request) {
        return transactions.run(new Caller.Job("session", request), tx -> callerOf(tx, session, organization, request));
    }

    Caller callerOf(Tx tx, SessionId session, @Nullable OrganizationId organization, Caller.Request request) {
        SessionStore.Live live = requireLive(tx, session);
        Person person = requirePerson(tx, live);
        Instant now = wall.instant();
        if (!now.isBefore(live.lastUsed().plus(USE_IS_NOTED_EVERY))) {
            SessionStore.used(tx, live, now);
        }
        if (organization == null && person.platformRole().isPresent()) {
            return new Caller.Operator(person.id(), person.platformRole().get(), session, request);
        }
        return members.of(tx, person.id()).stream()
                .filter(membership ->
                        organization == null || membership.organization().equals(organization))
                .findFirst()
                .map(membership ->
                        new Caller.Member(person.id(), membership.organization(), membership.role(), session, request))
                .orElseThrow(() -> Refusal.notFound("organization").asException());
    }

    /**
     * Forgets sessions that ended longer than {@link #KEPT} ago, after their refresh tokens, and failures that do not
     * count any more; for jobs. The audit log keeps what it says of them.
     *
     * @return how many of both
     */
    public int forget(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        Instant now = wall.instant();
        return transactions.inBatches(job, (tx, most) -> SessionStore.deleteEnded(tx, now.minus(KEPT), most))
                + transactions.inBatches(
                        job, (tx, most) -> SessionStore.deleteFailures(tx, now.minus(Attempts.COUNT), most));
    }

    /** Ends the session of the caller; callers without a session are refused. */
    public void signOut(Caller caller) {
        SessionId session = requireSession(caller);
        transactions.run(caller, tx -> tx.asPlatform(() -> end(tx, session, "session.ended")));
    }

    /** Ends a session, and notes why; nothing happens where it has ended. As the platform. */
    boolean end(Tx tx, SessionId session, String action) {
        boolean ended = SessionStore.revoke(tx, session, wall.instant());
        if (ended) {
            audit.record(tx, null, action, session.text(), null, null);
        }
        return ended;
    }

    /** When a session ends by itself; throws {@code session_ended} where it has ended. As the platform. */
    Instant expiry(Tx tx, SessionId session) {
        return requireLive(tx, session).expiresAt();
    }

    /** The time that sessions are kept in. */
    Instant now() {
        return wall.instant();
    }

    static SessionId requireSession(Caller caller) {
        return caller.signIn()
                .orElseThrow(() -> Refusal.forbidden("This is for people who have signed in.")
                        .asException());
    }

    static Refusal unauthenticated(String code, String detail) {
        return new Refusal(Refusal.Kind.UNAUTHENTICATED, code, detail, false, List.of(), null);
    }

    private Asked ask(Tx tx, String email) {
        Optional<Person> person = people.find(tx, email);
        return new Asked(
                person,
                person.flatMap(found -> people.password(tx, found.id())),
                Attempts.count(tx, address(email), wall.instant()));
    }

    private SignedIn begin(Tx tx, Person person, SessionKind kind, Origin from) {
        Instant now = wall.instant();
        var session = new SessionStore.Live(new SessionId(tx.newId()), person.id(), now.plus(kind.length()), now);
        SessionStore.insert(tx, session, kind, from);
        audit.record(
                tx,
                null,
                "session.began",
                session.id().text(),
                null,
                new Began(person.id().text(), kind.text()));
        return signedIn(tx, session, person);
    }

    private SignedIn signedIn(Tx tx, SessionStore.Live session, Person person) {
        List<Membership> memberships = members.of(tx, person.id());
        return new SignedIn(
                session.id(),
                person.id(),
                person.displayName(),
                person.email(),
                person.platformRole(),
                memberships,
                session.expiresAt());
    }

    private SessionStore.Live requireLive(Tx tx, SessionId session) {
        return SessionStore.live(tx, session, wall.instant()).orElseThrow(() -> ended().asException());
    }

    private Person requirePerson(Tx tx, SessionStore.Live session) {
        return people.find(tx, session.person()).orElseThrow(() -> ended().asException());
    }

    private static Refusal ended() {
        return unauthenticated("session_ended", "This session has ended; sign in again.");
    }

    /** What the audit log says of a session that began. */
    private record Began(String person, String kind) {}
}
