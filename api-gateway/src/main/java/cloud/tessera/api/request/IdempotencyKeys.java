package cloud.tessera.api.request;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.HttpStatus;

/** Requests that book or cost carry a key, so that repeating one after a lost answer does not book twice. */
public final class IdempotencyKeys {
    private IdempotencyKeys() {}

    /**
     * Refuses a call without an {@code Idempotency-Key}.
     *
     * @throws DoorException 400, as the header's draft standard asks for
     */
    public static void require(Caller caller) {
        String key = caller.request().idempotencyKey();
        if (key == null || key.isBlank()) {
            throw new DoorException(
                    HttpStatus.BAD_REQUEST,
                    "idempotency_key_required",
                    "This books or costs something: send an Idempotency-Key header with a new value for each request "
                            + "(a UUID will do), and the same value when you repeat it.",
                    "Idempotency-Key");
        }
    }
}
