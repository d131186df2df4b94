package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.REFRESH_TOKEN;
import static cloud.tessera.quota.tables.Tables.SESSION;
import static cloud.tessera.quota.tables.Tables.SIGN_IN_FAILURE;

import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Sessions and failed sign-ins as they are stored, in wall time. */
final class SessionStore {
    /** A session that goes on. */
    record Live(SessionId id, PersonId person, Instant expiresAt) {}

    private SessionStore() {}

    static void insert(Tx tx, Live session, SessionKind kind, Instant now) {
        tx.sql()
                .insertInto(SESSION)
                .set(SESSION.ID, session.id().value())
                .set(SESSION.PERSON_ID, session.person().value())
                .set(SESSION.KIND, kind.text())
                .set(SESSION.CREATED_AT, now.atOffset(ZoneOffset.UTC))
                .set(SESSION.EXPIRES_AT, session.expiresAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    static Optional<Live> live(Tx tx, SessionId id, Instant now) {
        return tx.sql()
                .select(SESSION.PERSON_ID, SESSION.EXPIRES_AT)
                .from(SESSION)
                .where(SESSION.ID.eq(id.value()))
                .and(SESSION.REVOKED_AT.isNull())
                .and(SESSION.EXPIRES_AT.gt(now.atOffset(ZoneOffset.UTC)))
                .fetchOptional(row ->
                        new Live(id, new PersonId(row.value1()), row.value2().toInstant()));
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

    /** The sessions of a person that were not revoked, but for one. */
    static List<SessionId> others(Tx tx, PersonId person, SessionId stays) {
        return tx.sql()
                .select(SESSION.ID)
                .from(SESSION)
                .where(SESSION.PERSON_ID.eq(person.value()))
                .and(SESSION.ID.ne(stays.value()))
                .and(SESSION.REVOKED_AT.isNull())
                .orderBy(SESSION.ID)
                .fetch(row -> new SessionId(row.value1()));
    }

    /** The failures for an address since an instant. */
    static int failures(Tx tx, byte[] address, Instant since) {
        return tx.sql()
                .select(SIGN_IN_FAILURE.FAILURES)
                .from(SIGN_IN_FAILURE)
                .where(SIGN_IN_FAILURE.ADDRESS_HASH.eq(address))
                .and(SIGN_IN_FAILURE.SINCE.gt(since.atOffset(ZoneOffset.UTC)))
                .fetchOptional(SIGN_IN_FAILURE.FAILURES)
                .orElse(0);
    }

    /** Counts one more failure; what is older than the window is forgotten first. */
    static void failed(Tx tx, byte[] address, Instant now, Duration window) {
        var since = now.minus(window).atOffset(ZoneOffset.UTC);
        tx.sql()
                .deleteFrom(SIGN_IN_FAILURE)
                .where(SIGN_IN_FAILURE.ADDRESS_HASH.eq(address))
                .and(SIGN_IN_FAILURE.SINCE.le(since))
                .execute();
        tx.sql()
                .insertInto(SIGN_IN_FAILURE)
                .set(SIGN_IN_FAILURE.ADDRESS_HASH, address)
                .set(SIGN_IN_FAILURE.FAILURES, 1)
                .set(SIGN_IN_FAILURE.SINCE, now.atOffset(ZoneOffset.UTC))
                .onConflict(SIGN_IN_FAILURE.ADDRESS_HASH)
                .doUpdate()
                .set(SIGN_IN_FAILURE.FAILURES, SIGN_IN_FAILURE.FAILURES.plus(DSL.inline(1)))
                .execute();
    }

    static void succeeded(Tx tx, byte[] address) {
        tx.sql()
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
