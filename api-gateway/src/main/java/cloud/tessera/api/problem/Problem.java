package cloud.tessera.api.problem;

import cloud.tessera.quota.term.Refusal;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done (RFC 9457, {@code application/problem+json}). Programs decide by {@code code} and
 * {@code retryable}; people read {@code detail}.
 *
 * @param type a URI that names the kind of problem, {@code urn:tessera:problem:} and the code
 * @param title the status in words
 * @param status the HTTP status
 * @param code stable name of the problem, such as {@code capacity_exhausted}
 * @param detail why, in one or two sentences
 * @param retryable whether the same request may succeed later without a change
 * @param alternatives what would work instead, best first
 * @param field the field of the request that is at fault, where there is one
 * @param requestId the id to quote when you ask us about this answer
 */
@Serdeable
@Schema(name = "Problem")
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        boolean retryable,
        List<Alternative> alternatives,
        @Nullable String field,
        String requestId) {

    /** What a problem document calls itself. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * Something that would work instead.
     *
     * @param kind {@code earlier}, {@code later}, {@code other_site}, {@code smaller}, {@code other_shape}, {@code
     *     other_model}, {@code on_demand} or {@code waitlist}; for people of the platform also {@code move} and {@code drain}
     * @param detail in words
     * @param request the fields of the original request that would have to change, with the values that would work
     */
    @Serdeable
    @Schema(name = "Alternative")
    public record Alternative(String kind, String detail, Map<String, String> request) {
        static Alternative of(Refusal.Alternative alternative) {
            return new Alternative(alternative.kind(), alternative.detail(), alternative.request());
        }
    }
}
