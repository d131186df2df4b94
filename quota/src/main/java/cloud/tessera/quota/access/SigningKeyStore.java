package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.SIGNING_KEY;

import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The keys that sign tokens, as they are stored. */
final class SigningKeyStore {
    private SigningKeyStore() {}

    /** The keys that were not ended, in the order in which they follow one another. */
    static List<SigningKey> all(Tx tx) {
        return tx.sql()
                .selectFrom(SIGNING_KEY)
                .where(SIGNING_KEY.RETIRED_AT.isNull())
                .orderBy(SIGNING_KEY.GENERATION)
                .fetch(SigningKeyStore::key);
    }

    /** Adds a key behind all that there are. Of several that do so at once, one does. */
    static void follow(Tx tx, EllipticKey key, Instant signsFrom) {
        var next = DSL.select(DSL.coalesce(DSL.max(SIGNING_KEY.GENERATION), 0).plus(1))
                .from(SIGNING_KEY)
                .asField();
        tx.sql()
                .insertInto(SIGNING_KEY)
                .set(SIGNING_KEY.KID, key.kid())
                .set(SIGNING_KEY.PRIVATE_JWK, key.privateJwk())
                .set(SIGNING_KEY.CREATED_AT, tx.timestamp())
                .set(SIGNING_KEY.SIGNS_FROM, signsFrom.atOffset(ZoneOffset.UTC))
                .set(SIGNING_KEY.GENERATION, next.coerce(Integer.class))
                .onConflictDoNothing()
                .execute();
    }

    /** Ends keys: what they signed is valid no more. */
    static void end(Tx tx, List<SigningKey> keys, Instant at) {
        tx.sql()
                .update(SIGNING_KEY)
                .set(SIGNING_KEY.RETIRED_AT, at.atOffset(ZoneOffset.UTC))
                .where(SIGNING_KEY.KID.in(keys.stream().map(SigningKey::kid).toList()))
                .execute();
    }

    private static SigningKey key(Record row) {
        EllipticKey key = EllipticKey.of(row.get(SIGNING_KEY.PRIVATE_JWK));
        return new SigningKey(
                key.kid(),
                key.privateJwk(),
                key.publicJwk(),
                row.get(SIGNING_KEY.SIGNS_FROM).toInstant());
    }
}
