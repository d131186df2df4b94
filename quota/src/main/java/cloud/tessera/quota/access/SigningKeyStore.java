package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.SIGNING_KEY;

import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;

/** The keys that sign tokens, as they are stored. */
final class SigningKeyStore {
    private SigningKeyStore() {}

    static Optional<SigningKey> current(Tx tx) {
        return tx.sql()
                .selectFrom(SIGNING_KEY)
                .where(SIGNING_KEY.RETIRED_AT.isNull())
                .fetchOptional(SigningKeyStore::key);
    }

    /** The current key and those retired less than so long ago, newest first. */
    static List<SigningKey> live(Tx tx, Duration afterRetirement) {
        return tx.sql()
                .selectFrom(SIGNING_KEY)
                .where(SIGNING_KEY.RETIRED_AT.isNull())
                .or(SIGNING_KEY.RETIRED_AT.gt(tx.timestamp().minus(afterRetirement)))
                .orderBy(SIGNING_KEY.CREATED_AT.desc())
                .fetch(SigningKeyStore::key);
    }

    /** Does nothing where there is a current key: of several that make the first one, one does. */
    static void insert(Tx tx, EllipticKey key) {
        tx.sql()
                .insertInto(SIGNING_KEY)
                .set(SIGNING_KEY.KID, key.kid())
                .set(SIGNING_KEY.PRIVATE_JWK, key.privateJwk())
                .set(SIGNING_KEY.CREATED_AT, tx.timestamp())
                .onConflictDoNothing()
                .execute();
    }

    private static SigningKey key(Record row) {
        EllipticKey key = EllipticKey.of(row.get(SIGNING_KEY.PRIVATE_JWK));
        return new SigningKey(
                key.kid(),
                key.privateJwk(),
                key.publicJwk(),
                row.get(SIGNING_KEY.CREATED_AT).toInstant(),
                Optional.ofNullable(row.get(SIGNING_KEY.RETIRED_AT)).map(OffsetDateTime::toInstant));
    }
}
