package cloud.tessera.api.problem;

import cloud.tessera.inventory.document.FileText;
import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of the door itself, of a request that does not get as far as a use case: a header is missing, a value
 * cannot be read.
 */
public final class DoorException extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final String TOO_LARGE = "The body is too large: a file (YAML, CSV) may have " + (FileText.LARGEST >> 20)
            + " MiB, any other body 1 MiB. Send a file in parts; what an earlier part brought stays.";

    private final HttpStatus status;
    private final String code;
    private final @Nullable String field;

    public DoorException(HttpStatus status, String code, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /** A value of the request that cannot be read as what it should be. */
    public static DoorException unreadable(String field, String detail) {
        return new DoorException(HttpStatus.BAD_REQUEST, "invalid_value", detail, field);
    }

    /** A body that is larger than its kind may be. */
    public static DoorException tooLarge() {
        return new DoorException(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", TOO_LARGE, null);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String field() {
        return field;
    }
}
