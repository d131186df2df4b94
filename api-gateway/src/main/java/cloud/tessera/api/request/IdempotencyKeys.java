package cloud.tessera.api.request;

import cloud.tessera.api.problem.DoorException;
import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Requests that book or cost carry a key, so that repeating one after a lost answer does not book twice. */
public final class IdempotencyKeys {
    /** The header. */
    public static final String HEADER = "Idempotency-Key";

    private IdempotencyKeys() {}

    /**
     * Refuses a request without a key.
     *
     * @throws DoorException 400, as the header's draft standard asks for
     */
    public static void require(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new DoorException(
                    HttpStatus.BAD_REQUEST,
                    "idempotency_key_required",
                    "This books or costs something: send an Idempotency-Key header with a new value for each request "
                            + "(a UUID will do), and the same value when you repeat it.",
                    HEADER);
        }
    }
}
