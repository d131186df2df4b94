package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.REFRESH_TOKEN;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Refresh tokens as they are stored: by their SHA-256, in wall time. */
final class RefreshTokenStore {
    /** A token, without its text. */
    record Token(SessionId session, Optional<OrganizationId> organization, Instant expiresAt) {}

    private RefreshTokenStore() {}

    static void insert(Tx tx, byte[] hash, Token token, Instant now) {
        tx.sql()
                .insertInto(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.TOKEN_HASH, hash)
                .set(REFRESH_TOKEN.SESSION_ID, token.session().value())
                .set(
                        REFRESH_TOKEN.ORGANIZATION_ID,
                        token.organization().map(OrganizationId::value).orElse(null))
                .set(REFRESH_TOKEN.CREATED_AT, now.atOffset(ZoneOffset.UTC))
                .set(REFRESH_TOKEN.EXPIRES_AT, token.expiresAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** Uses a token; empty where there is none that was not used. Of two that use it at once, one gets it. */
    static Optional<Token> use(Tx tx, byte[] hash, Instant now) {
        return tx.sql()
                .update(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.USED_AT, now.atOffset(ZoneOffset.UTC))
                .where(REFRESH_TOKEN.TOKEN_HASH.eq(hash))
                .and(REFRESH_TOKEN.USED_AT.isNull())
                .returning()
                .fetchOptional(RefreshTokenStore::token);
    }

    static Optional<Token> find(Tx tx, byte[] hash) {
        return tx.sql()
                .selectFrom(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.TOKEN_HASH.eq(hash))
                .fetchOptional(RefreshTokenStore::token);
    }

    static int deleteExpired(Tx tx, Instant now, int most) {
        return tx.sql()
                .deleteFrom(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.TOKEN_HASH.in(DSL.select(REFRESH_TOKEN.TOKEN_HASH)
                        .from(REFRESH_TOKEN)
                        .where(REFRESH_TOKEN.EXPIRES_AT.le(now.atOffset(ZoneOffset.UTC)))
                        .limit(most)))
                .execute();
    }

    private static Token token(Record row) {
        return new Token(
                new SessionId(row.get(REFRESH_TOKEN.SESSION_ID)),
                Optional.ofNullable(row.get(REFRESH_TOKEN.ORGANIZATION_ID)).map(OrganizationId::new),
                row.get(REFRESH_TOKEN.EXPIRES_AT).toInstant());
    }
}
