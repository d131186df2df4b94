package cloud.tessera.quota.access;

import static cloud.tessera.quota.tables.Tables.API_KEY;

import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** API keys as they are stored: by the SHA-256 of their secret. */
final class ApiKeyStore {
    private ApiKeyStore() {}

    static void insert(Tx tx, ApiKey key, byte[] hash) {
        tx.sql()
                .insertInto(API_KEY)
                .set(API_KEY.ID, key.id().value())
                .set(API_KEY.ORGANIZATION_ID, key.organization().value())
                .set(API_KEY.PROJECT_ID, key.project().map(ProjectId::value).orElse(null))
                .set(API_KEY.NAME, key.name())
                .set(API_KEY.KEY_HASH, hash)
                .set(API_KEY.HINT, key.hint())
                .set(API_KEY.ROLE, key.role().text())
                .set(API_KEY.CREATED_BY, key.createdBy().map(PersonId::value).orElse(null))
                .set(API_KEY.CREATED_AT, tx.timestamp())
                .set(
                        API_KEY.EXPIRES_AT,
                        key.expiresAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
                .execute();
    }

    static List<ApiKey> of(Tx tx, OrganizationId organization) {
        return tx.sql()
                .selectFrom(API_KEY)
                .where(API_KEY.ORGANIZATION_ID.eq(organization.value()))
                .orderBy(API_KEY.ID.desc())
                .fetch(ApiKeyStore::key);
    }

    static Optional<ApiKey> find(Tx tx, OrganizationId organization, ApiKeyId id) {
        return find(tx, API_KEY.ID.eq(id.value()).and(API_KEY.ORGANIZATION_ID.eq(organization.value())));
    }

    /** A key that is good, whosever it is; read as the platform. */
    static Optional<ApiKey> live(Tx tx, ApiKeyId id) {
        return find(tx, API_KEY.ID.eq(id.value()).and(good(tx)));
    }

    /** The same by its secret. */
    static Optional<ApiKey> live(Tx tx, byte[] hash) {
        return find(tx, API_KEY.KEY_HASH.eq(hash).and(good(tx)));
    }

    /** Notes that a key is in use, no more often than the precision asks for. */
    static void used(Tx tx, ApiKeyId id, Duration precision) {
        tx.sql()
                .update(API_KEY)
                .set(API_KEY.LAST_USED_AT, tx.timestamp())
                .where(API_KEY.ID.eq(id.value()))
                .and(API_KEY.LAST_USED_AT
                        .isNull()
                        .or(API_KEY.LAST_USED_AT.lt(tx.timestamp().minus(precision))))
                .execute();
    }

    /** False where it was revoked before. */
    static boolean revoke(Tx tx, OrganizationId organization, ApiKeyId id) {
        return tx.sql()
                        .update(API_KEY)
                        .set(API_KEY.REVOKED_AT, tx.timestamp())
                        .where(API_KEY.ID.eq(id.value()))
                        .and(API_KEY.ORGANIZATION_ID.eq(organization.value()))
                        .and(API_KEY.REVOKED_AT.isNull())
                        .execute()
                == 1;
    }

    private static Condition good(Tx tx) {
        return API_KEY.REVOKED_AT.isNull().and(API_KEY.EXPIRES_AT.isNull().or(API_KEY.EXPIRES_AT.gt(tx.timestamp())));
    }

    private static Optional<ApiKey> find(Tx tx, Condition which) {
        return tx.sql().selectFrom(API_KEY).where(which).fetchOptional(ApiKeyStore::key);
    }

    private static ApiKey key(Record row) {
        return new ApiKey(
                new ApiKeyId(row.get(API_KEY.ID)),
                new OrganizationId(row.get(API_KEY.ORGANIZATION_ID)),
                Optional.ofNullable(row.get(API_KEY.PROJECT_ID)).map(ProjectId::new),
                row.get(API_KEY.NAME),
                row.get(API_KEY.HINT),
                Role.of(row.get(API_KEY.ROLE)),
                Optional.ofNullable(row.get(API_KEY.CREATED_BY)).map(PersonId::new),
                row.get(API_KEY.CREATED_AT).toInstant(),
                instant(row.get(API_KEY.EXPIRES_AT)),
                instant(row.get(API_KEY.LAST_USED_AT)),
                instant(row.get(API_KEY.REVOKED_AT)));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
