package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.IDEMPOTENCY_KEY;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One idempotency key, for one operation with one body. Members and keys of an organization share one space of them;
 * each person and each job of the platform has its own.
 */
final class IdempotencyKey {
    private final UUID scope;
    private final String key;
    private final byte[] fingerprint;

    /** What came of the first call: a reference to what it made, or its refusal. */
    record Stored(@Nullable String reference, @Nullable Refusal refusal) {}

    IdempotencyKey(Caller caller, String operation, Object body) {
        this.scope = scope(caller);
        this.key = Objects.requireNonNull(caller.request().idempotencyKey());
        this.fingerprint = sha256(operation + "\n" + Json.write(body));
        if (key.isBlank() || key.length() > 255) {
            throw Refusal.invalid("invalid_idempotency_key", "An idempotency key has 1 to 255 characters.", null)
                    .asException();
        }
    }

    private static UUID scope(Caller caller) {
        return switch (caller) {
            case Caller.Member member -> member.of().value();
            case Caller.Key key -> key.of().value();
            case Caller.Operator operator -> operator.person().value();
            case Caller.Job job -> UUID.nameUUIDFromBytes(job.name().getBytes(StandardCharsets.UTF_8));
        };
    }

    UUID scope() {
        return scope;
    }

    String key() {
        return key;
    }

    String fingerprintHex() {
        return HexFormat.of().formatHex(fingerprint);
    }

    <T> Outcome<T> once(Tx tx, Function<Tx, T> work, Function<T, String> reference, BiFunction<Tx, String, T> reload) {
        // A second call with the same key waits here until the first has committed or rolled back.
        int inserted = tx.sql()
                .insertInto(IDEMPOTENCY_KEY)
                .set(IDEMPOTENCY_KEY.ORGANIZATION_ID, scope)
                .set(IDEMPOTENCY_KEY.KEY, key)
                .set(IDEMPOTENCY_KEY.FINGERPRINT, fingerprint)
                .set(IDEMPOTENCY_KEY.CREATED_AT, tx.timestamp())
                .onConflictDoNothing()
                .execute();
        return inserted == 0 ? replay(tx, reload) : first(tx, work, reference);
    }

    private <T> Outcome<T> first(Tx tx, Function<Tx, T> work, Function<T, String> reference) {
        tx.sql().execute("savepoint work");
        try {
            T result = work.apply(tx);
            store(tx, new Stored(reference.apply(result), null));
            return Outcome.done(result);
        } catch (Refused refused) {
            // The effects go, the key stays. What may succeed later is not final, so its key is free again.
            if (!refused.refusal().stands()) {
                throw refused;
            }
            tx.afterCommit().clear();
            tx.discard();
            tx.sql().execute("rollback to savepoint work");
            store(tx, new Stored(null, refused.refusal()));
            return Outcome.no(refused.refusal());
        }
    }

    private void store(Tx tx, Stored outcome) {
        tx.sql()
                .update(IDEMPOTENCY_KEY)
                .set(IDEMPOTENCY_KEY.OUTCOME, Json.jsonb(outcome))
                .where(IDEMPOTENCY_KEY.ORGANIZATION_ID.eq(scope))
                .and(IDEMPOTENCY_KEY.KEY.eq(key))
                .execute();
    }

    private <T> Outcome<T> replay(Tx tx, BiFunction<Tx, String, T> reload) {
        var row = tx.sql()
                .select(IDEMPOTENCY_KEY.FINGERPRINT, IDEMPOTENCY_KEY.OUTCOME)
                .from(IDEMPOTENCY_KEY)
                .where(IDEMPOTENCY_KEY.ORGANIZATION_ID.eq(scope))
                .and(IDEMPOTENCY_KEY.KEY.eq(key))
                .fetchSingle();
        if (!Arrays.equals(row.value1(), fingerprint)) {
            return Outcome.no(Refusal.invalid(
                    "idempotency_key_reused",
                    "This idempotency key was used for another request; use a new key for a new request.",
                    null));
        }
        Stored stored = Json.read(row.value2(), Stored.class);
        if (stored.refusal() != null) {
            return new Outcome.No<>(stored.refusal(), true);
        }
        return new Outcome.Done<>(reload.apply(tx, Objects.requireNonNull(stored.reference())), true);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
