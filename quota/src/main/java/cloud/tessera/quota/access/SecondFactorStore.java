package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.RECOVERY_CODE;
import static cloud.tessera.quota.tables.Tables.SECOND_FACTOR;

import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Second factors as they are stored: the secret sealed, recovery codes by their SHA-256; in wall time. */
final class SecondFactorStore {
    /** A second factor. */
    record Stored(byte[] secret, Optional<Instant> confirmedAt, long lastStep) {}

    private SecondFactorStore() {}

    static Optional<Stored> find(Tx tx, PersonId person) {
        return tx.sql()
                .selectFrom(SECOND_FACTOR)
                .where(SECOND_FACTOR.PERSON_ID.eq(person.value()))
                .fetchOptional(row -> new Stored(
                        row.get(SECOND_FACTOR.SECRET),
                        Optional.ofNullable(row.get(SECOND_FACTOR.CONFIRMED_AT)).map(OffsetDateTime::toInstant),
                        row.get(SECOND_FACTOR.LAST_STEP)));
    }

    /** Begins one, or begins anew with another secret; false where one is confirmed. */
    static boolean begin(Tx tx, PersonId person, byte[] secret, Instant now) {
        return tx.sql()
                        .insertInto(SECOND_FACTOR)
                        .set(SECOND_FACTOR.PERSON_ID, person.value())
                        .set(SECOND_FACTOR.SECRET, secret)
                        .set(SECOND_FACTOR.BEGAN_AT, now.atOffset(ZoneOffset.UTC))
                        .set(SECOND_FACTOR.LAST_STEP, 0L)
                        .onConflict(SECOND_FACTOR.PERSON_ID)
                        .doUpdate()
                        .set(SECOND_FACTOR.SECRET, secret)
                        .set(SECOND_FACTOR.BEGAN_AT, now.atOffset(ZoneOffset.UTC))
                        .where(SECOND_FACTOR.CONFIRMED_AT.isNull())
                        .execute()
                == 1;
    }

    /** Confirms one with the step of its first code; false where it is confirmed, or has another secret by now. */
    static boolean confirm(Tx tx, PersonId person, Stored begun, long step, Instant now) {
        return tx.sql()
                        .update(SECOND_FACTOR)
                        .set(SECOND_FACTOR.CONFIRMED_AT, now.atOffset(ZoneOffset.UTC))
                        .set(SECOND_FACTOR.LAST_STEP, step)
                        .where(SECOND_FACTOR.PERSON_ID.eq(person.value()))
                        .and(SECOND_FACTOR.CONFIRMED_AT.isNull())
                        .and(SECOND_FACTOR.SECRET.eq(begun.secret()))
                        .execute()
                == 1;
    }

    /** Takes the code of a step; false where that or a later one was taken. Of two at once, one gets it. */
    static boolean take(Tx tx, PersonId person, long step) {
        return tx.sql()
                        .update(SECOND_FACTOR)
                        .set(SECOND_FACTOR.LAST_STEP, step)
                        .where(SECOND_FACTOR.PERSON_ID.eq(person.value()))
                        .and(SECOND_FACTOR.LAST_STEP.lt(step))
                        .execute()
                == 1;
    }

    /** Takes a recovery code; false where there is none that was not used. Of two at once, one gets it. */
    static boolean take(Tx tx, PersonId person, byte[] hash, Instant now) {
        return tx.sql()
                        .update(RECOVERY_CODE)
                        .set(RECOVERY_CODE.USED_AT, now.atOffset(ZoneOffset.UTC))
                        .where(RECOVERY_CODE.PERSON_ID.eq(person.value()))
                        .and(RECOVERY_CODE.CODE_HASH.eq(hash))
                        .and(RECOVERY_CODE.USED_AT.isNull())
                        .execute()
                == 1;
    }

    static void insertCodes(Tx tx, PersonId person, List<byte[]> hashes) {
        var insert = tx.sql().insertInto(RECOVERY_CODE, RECOVERY_CODE.PERSON_ID, RECOVERY_CODE.CODE_HASH);
        for (byte[] hash : hashes) {
            insert = insert.values(person.value(), hash);
        }
        insert.execute();
    }

    static int codesLeft(Tx tx, PersonId person) {
        return tx.sql()
                .fetchCount(
                        RECOVERY_CODE,
                        RECOVERY_CODE.PERSON_ID.eq(person.value()).and(RECOVERY_CODE.USED_AT.isNull()));
    }

    /** Takes a second factor away with its recovery codes; false where there is none. */
    static boolean delete(Tx tx, PersonId person) {
        return tx.sql()
                        .deleteFrom(SECOND_FACTOR)
                        .where(SECOND_FACTOR.PERSON_ID.eq(person.value()))
                        .execute()
                == 1;
    }
}
