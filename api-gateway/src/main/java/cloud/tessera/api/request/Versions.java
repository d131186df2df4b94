package cloud.tessera.api.request;

import cloud.tessera.api.problem.DoorException;
import io.micronaut.http.HttpStatus;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of things that change, as entity tags: {@code ETag: "3"} in an answer, {@code If-Match: "3"} in a request. */
public final class Versions {
    /** The header that names the version that a caller has seen. */
    public static final String HEADER = "If-Match";

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,9})\"");

    private Versions() {}

    /** The tag of a version. */
    public static String tag(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that the caller has seen, from its {@code If-Match}.
     *
     * @throws DoorException 428 when it is missing, 400 when it is not a tag of ours
     */
    public static int required(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new DoorException(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "precondition_required",
                    "Send the ETag that you have seen as If-Match, so that nobody's change is lost.",
                    null);
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw DoorException.unreadable(HEADER, "If-Match is not an ETag of this API.");
        }
        return Integer.parseInt(tag.group(1));
    }
}
