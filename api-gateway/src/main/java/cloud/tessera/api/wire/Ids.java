package cloud.tessera.api.wire;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.quota.term.Refusal;
import java.util.function.Function;

/** Reads typed ids from requests. */
public final class Ids {
    private Ids() {}

    /**
     * An id in an address. Text of another form names nothing.
     *
     * @param what the kind of thing, for the refusal: {@code reservation}
     */
    public static <T> T inPath(String text, Function<String, T> read, String what) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.notFound(what).asException();
        }
    }

    /** An id in a body or a query, whose form is the caller's mistake. */
    public static <T> T read(String text, Function<String, T> read, String field) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw DoorException.unreadable(field, "\"" + field + "\" is not an id of the kind that belongs here.");
        }
    }
}
