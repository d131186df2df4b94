package cloud.tessera.quota.tenant;

import static cloud.tessera.quota.tables.Tables.PERSON;
import static cloud.tessera.quota.tables.Tables.SECOND_FACTOR;
import static cloud.tessera.quota.tables.Tables.SESSION;

import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** People as they are stored; read and written as the platform. */
final class PersonStore {
    private PersonStore() {}

    /** False where the e-mail is somebody's. */
    static boolean insert(Tx tx, Person made, @Nullable PasswordHash password) {
        return tx.sql()
                        .insertInto(PERSON)
                        .set(PERSON.ID, made.id().value())
                        .set(PERSON.EMAIL, made.email())
                        .set(PERSON.DISPLAY_NAME, made.displayName())
                        .set(PERSON.PASSWORD_HASH, password == null ? null : password.text())
                        .set(
                                PERSON.PLATFORM_ROLE,
                                made.platformRole().map(PlatformRole::text).orElse(null))
                        .set(PERSON.CREATED_AT, tx.timestamp())
                        .onConflict(PERSON.EMAIL)
                        .doNothing()
                        .execute()
                == 1;
    }

    static Optional<Person> find(Tx tx, PersonId id) {
        return person(tx, PERSON.ID.eq(id.value()));
    }

    static Optional<Person> find(Tx tx, String email) {
        return person(tx, PERSON.EMAIL.eq(email));
    }

    static Optional<PasswordHash> password(Tx tx, PersonId id) {
        return tx.sql()
                .select(PERSON.PASSWORD_HASH)
                .from(PERSON)
                .where(PERSON.ID.eq(id.value()))
                .fetchOptional(PERSON.PASSWORD_HASH)
                .map(PasswordHash::new);
    }

    /** The person with an address, who stays as it is until the transaction ends. */
    static Optional<Person> lock(Tx tx, String email) {
        return tx.sql()
                .selectFrom(PERSON)
                .where(PERSON.EMAIL.eq(email))
                .and(PERSON.ERASED_AT.isNull())
                .forUpdate()
                .fetchOptional(PersonStore::person);
    }

    static void beginAnew(Tx tx, PersonId id, String displayName, @Nullable PasswordHash password) {
        tx.sql()
                .update(PERSON)
                .set(PERSON.DISPLAY_NAME, displayName)
                .set(PERSON.PASSWORD_HASH, password == null ? null : password.text())
                .where(PERSON.ID.eq(id.value()))
                .execute();
    }

    static void setPassword(Tx tx, PersonId id, PasswordHash wanted) {
        tx.sql()
                .update(PERSON)
                .set(PERSON.PASSWORD_HASH, wanted.text())
                .where(PERSON.ID.eq(id.value()))
                .execute();
    }

    /** False where the password is another one by now. */
    static boolean changePassword(Tx tx, PersonId id, PasswordHash present, PasswordHash wanted) {
        return tx.sql()
                        .update(PERSON)
                        .set(PERSON.PASSWORD_HASH, wanted.text())
                        .where(PERSON.ID.eq(id.value()))
                        .and(PERSON.PASSWORD_HASH.eq(present.text()))
                        .execute()
                == 1;
    }

    /** Ends every session of a person, and with each its refresh tokens. */
    static void endSessions(Tx tx, PersonId id, Instant wall) {
        tx.sql()
                .update(SESSION)
                .set(SESSION.REVOKED_AT, wall.atOffset(ZoneOffset.UTC))
                .where(SESSION.PERSON_ID.eq(id.value()))
                .and(SESSION.REVOKED_AT.isNull())
                .execute();
    }

    /** Takes the second factor of a person away, which an earlier holder of the address may have. */
    static void forgetSecondFactor(Tx tx, PersonId id) {
        tx.sql()
                .deleteFrom(SECOND_FACTOR)
                .where(SECOND_FACTOR.PERSON_ID.eq(id.value()))
                .execute();
    }

    static boolean anyOperator(Tx tx) {
        return tx.sql()
                .fetchExists(
                        PERSON,
                        PERSON.PLATFORM_ROLE.eq(PlatformRole.OPERATOR.text()).and(PERSON.ERASED_AT.isNull()));
    }

    static List<Person> ofPlatform(Tx tx) {
        return tx.sql()
                .selectFrom(PERSON)
                .where(PERSON.PLATFORM_ROLE.isNotNull())
                .and(PERSON.ERASED_AT.isNull())
                .orderBy(PERSON.ID)
                .fetch(PersonStore::person);
    }

    private static Optional<Person> person(Tx tx, Condition which) {
        return tx.sql()
                .selectFrom(PERSON)
                .where(which)
                .and(PERSON.ERASED_AT.isNull())
                .fetchOptional(PersonStore::person);
    }

    private static Person person(Record row) {
        return new Person(
                new PersonId(row.get(PERSON.ID)),
                row.get(PERSON.EMAIL),
                row.get(PERSON.DISPLAY_NAME),
                Optional.ofNullable(row.get(PERSON.PLATFORM_ROLE)).map(PlatformRole::of),
                row.get(PERSON.CREATED_AT).toInstant());
    }
}
