package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.REFRESH_TOKEN;
import static cloud.tessera.quota.tables.Tables.SESSION;
import static cloud.tessera.quota.tables.Tables.SIGN_IN_FAILURE;

import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Sessions and failed sign-ins as they are stored, in wall time. */
final class SessionStore {
    /** A session that goes on. */
    record Live(SessionId id, PersonId person, Instant expiresAt, Instant lastUsed) {}

    private static final Field<OffsetDateTime> LAST_USED = DSL.coalesce(SESSION.LAST_USED_AT, SESSION.CREATED_AT);

    private SessionStore() {}

    static void insert(Tx tx, Live session, SessionKind kind, Origin from) {
        tx.sql()
                .insertInto(SESSION)
                .set(SESSION.ID, session.id().value())
                .set(SESSION.PERSON_ID, session.person().value())
                .set(SESSION.KIND, kind.text())
                .set(SESSION.CREATED_AT, session.lastUsed().atOffset(ZoneOffset.UTC))
                .set(SESSION.EXPIRES_AT, session.expiresAt().atOffset(ZoneOffset.UTC))
                .set(SESSION.CLIENT, from.client().orElse(null))
                .set(SESSION.ADDRESS, from.network().orElse(null))
                .execute();
    }

    static Optional<Live> live(Tx tx, SessionId id, Instant now) {
        return tx.sql()
                .select(SESSION.PERSON_ID, SESSION.EXPIRES_AT, LAST_USED)
                .from(SESSION)
                .where(SESSION.ID.eq(id.value()))
                .and(goesOn(now))
                .fetchOptional(row -> new Live(
                        id,
                        new PersonId(row.value1()),
                        row.value2().toInstant(),
                        row.value3().toInstant()));
    }

    /** The sessions of a person that go on, newest first. */
    static List<OwnSession> going(Tx tx, PersonId person, SessionId current, Instant now) {
        return tx.sql()
                .select(SESSION.asterisk(), LAST_USED)
                .from(SESSION)
                .where(SESSION.PERSON_ID.eq(person.value()))
                .and(goesOn(now))
                .orderBy(SESSION.CREATED_AT.desc(), SESSION.ID.desc())
                .fetch(row -> new OwnSession(
                        new SessionId(row.get(SESSION.ID)),
                        SessionKind.of(row.get(SESSION.KIND)),
                        row.get(SESSION.CREATED_AT).toInstant(),
                        row.get(LAST_USED).toInstant(),
                        row.get(SESSION.EXPIRES_AT).toInstant(),
                        new Origin(
                                Optional.ofNullable(row.get(SESSION.CLIENT)),
                                Optional.ofNullable(row.get(SESSION.ADDRESS))),
                        current.value().equals(row.get(SESSION.ID))));
    }

    /** Notes that a session is in use; of two calls at once that find it due, one writes. */
    static void used(Tx tx, Live session, Instant now) {
        tx.sql()
                .update(SESSION)
                .set(SESSION.LAST_USED_AT, now.atOffset(ZoneOffset.UTC))
                .where(SESSION.ID.eq(session.id().value()))
                .and(LAST_USED.le(session.lastUsed().atOffset(ZoneOffset.UTC)))
                .execute();
    }

    private static Condition goesOn(Instant now) {
        return SESSION.REVOKED_AT.isNull().and(SESSION.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)));
    }

    /** False where it was revoked before. */
    static boolean revoke(Tx tx, SessionId id, Instant now) {
        return tx.sql()
                        .update(SESSION)
                        .set(SESSION.REVOKED_AT, now.atOffset(ZoneOffset.UTC))
                        .where(SESSION.ID.eq(id.value()))
                        .and(SESSION.REVOKED_AT.isNull())
                        .execute()
                == 1;
    }

    /** The sessions of a person that were not revoked. */
    static List<SessionId> of(Tx tx, PersonId person) {
        return tx.sql()
                .select(SESSION.ID)
                .from(SESSION)
                .where(SESSION.PERSON_ID.eq(person.value()))
                .and(SESSION.REVOKED_AT.isNull())
                .orderBy(SESSION.ID)
                .fetch(row -> new SessionId(row.value1()));
    }

    /**
     * Counts one more attempt for an address as failed, unless there were as many as there may be; what is older than the
     * window counts no more. Those of one address come one after the other here, for they meet on its row.
     *
     * @return when the window began, where there were as many already; empty where this one may be made
     */
    static Optional<Instant> attempt(Tx tx, byte[] address, Instant now, Duration window, int most) {
        var at = now.atOffset(ZoneOffset.UTC);
        Condition over = SIGN_IN_FAILURE.SINCE.le(at.minus(window));
        int counted = tx.sql()
                .insertInto(SIGN_IN_FAILURE)
                .set(SIGN_IN_FAILURE.ADDRESS_HASH, address)
                .set(SIGN_IN_FAILURE.FAILURES, 1)
                .set(SIGN_IN_FAILURE.SINCE, at)
                .onConflict(SIGN_IN_FAILURE.ADDRESS_HASH)
                .doUpdate()
                .set(
                        SIGN_IN_FAILURE.FAILURES,
                        DSL.when(over, DSL.inline(1)).otherwise(SIGN_IN_FAILURE.FAILURES.plus(DSL.inline(1))))
                .set(SIGN_IN_FAILURE.SINCE, DSL.when(over, DSL.val(at)).otherwise(SIGN_IN_FAILURE.SINCE))
                .where(over.or(SIGN_IN_FAILURE.FAILURES.lt(most)))
                .execute();
        return counted == 1
                ? Optional.empty()
                : tx.sql()
                        .select(SIGN_IN_FAILURE.SINCE)
                        .from(SIGN_IN_FAILURE)
                        .where(SIGN_IN_FAILURE.ADDRESS_HASH.eq(address))
                        .fetchOptional(row -> row.value1().toInstant());
    }

    /** Forgets the failures of an address, the attempt that has come right among them; says how many rows went. */
    static int succeeded(Tx tx, byte[] address) {
        return tx.sql()
                .deleteFrom(SIGN_IN_FAILURE)
                .where(SIGN_IN_FAILURE.ADDRESS_HASH.eq(address))
                .execute();
    }

    /** Deletes up to so many sessions that ended before an instant; one that has refresh tokens yet is left. */
    static int deleteEnded(Tx tx, Instant before, int most) {
        var then = before.atOffset(ZoneOffset.UTC);
        return tx.sql()
                .deleteFrom(SESSION)
                .where(SESSION.ID.in(DSL.select(SESSION.ID)
                        .from(SESSION)
                        .where(SESSION.EXPIRES_AT.lt(then).or(SESSION.REVOKED_AT.lt(then)))
                        .andNotExists(
                                DSL.selectOne().from(REFRESH_TOKEN).where(REFRESH_TOKEN.SESSION_ID.eq(SESSION.ID)))
                        .limit(most)))
                .execute();
    }

    /** Deletes up to so many counts of failures that began by an instant. */
    static int deleteFailures(Tx tx, Instant by, int most) {
        return tx.sql()
                .deleteFrom(SIGN_IN_FAILURE)
                .where(SIGN_IN_FAILURE.ADDRESS_HASH.in(DSL.select(SIGN_IN_FAILURE.ADDRESS_HASH)
                        .from(SIGN_IN_FAILURE)
                        .where(SIGN_IN_FAILURE.SINCE.le(by.atOffset(ZoneOffset.UTC)))
                        .limit(most)))
                .execute();
    }
}
