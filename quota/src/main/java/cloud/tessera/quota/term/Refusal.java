package cloud.tessera.quota.term;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A "no" that a caller can act on.
 *
 * @param kind what sort of no; the doors choose their status by it
 * @param code stable, for programs: lower case with underscores, as in {@code capacity_exhausted}
 * @param detail why, in one or two sentences for the customer
 * @param retryable whether the same request may succeed later without a change
 * @param alternatives what would work instead, best first; may be empty
 * @param field the field of the request that is at fault, where there is one
 * @param retryAfter when to try again, in whole seconds from now; null where that is not known
 */
public record Refusal(
        Kind kind,
        String code,
        String detail,
        boolean retryable,
        List<Alternative> alternatives,
        @Nullable String field,
        @Nullable Duration retryAfter) {

    /** One that does not know when to try again. */
    public Refusal(
            Kind kind,
            String code,
            String detail,
            boolean retryable,
            List<Alternative> alternatives,
            @Nullable String field) {
        this(kind, code, detail, retryable, alternatives, field, null);
    }

    /** What sort of refusal it is. */
    public enum Kind {
        /** The request is understood and makes no sense as it is. */
        INVALID,
        /** No valid credential. */
        UNAUTHENTICATED,
        /** The caller's role does not allow it. */
        FORBIDDEN,
        /** Does not exist, or not for this caller. */
        NOT_FOUND,
        /** Somebody else was first, or the state does not allow it. */
        CONFLICT,
        /** The thing has changed since the caller read it. */
        STALE,
        /** A limit is reached: capacity, quota, budget, exposure, fair share. */
        LIMIT,
        /** Too many calls. */
        TOO_MANY
    }

    /**
     * Something that would work instead.
     *
     * @param kind stable: {@code earlier}, {@code later}, {@code other_site}, {@code smaller}, {@code other_model},
     *     {@code waitlist}
     * @param detail in words
     * @param request what to ask for instead, as the fields of the original request
     */
    public record Alternative(String kind, String detail, java.util.Map<String, String> request) {}

    public static Refusal invalid(String code, String detail, @Nullable String field) {
        return new Refusal(Kind.INVALID, code, detail, false, List.of(), field);
    }

    public static Refusal notFound(String what) {
        return new Refusal(Kind.NOT_FOUND, "not_found", "There is no such " + what + ".", false, List.of(), null);
    }

    public static Refusal forbidden(String detail) {
        return new Refusal(Kind.FORBIDDEN, "forbidden", detail, false, List.of(), null);
    }

    public static Refusal conflict(String code, String detail) {
        return new Refusal(Kind.CONFLICT, code, detail, false, List.of(), null);
    }

    /** A conflict that ends by something else than a change of the request, and so does not stand. */
    public static Refusal conflictForNow(String code, String detail) {
        return new Refusal(Kind.CONFLICT, code, detail, true, List.of(), null);
    }

    public static Refusal limit(String code, String detail) {
        return new Refusal(Kind.LIMIT, code, detail, true, List.of(), null);
    }

    /**
     * Too many calls for now.
     *
     * @param wait how long they will be too many; rounded up to a second
     */
    public static Refusal tooMany(String code, String detail, Duration wait) {
        Duration seconds = wait.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return new Refusal(Kind.TOO_MANY, code, detail, true, List.of(), null, seconds);
    }

    /**
     * Whether the same request is refused for good, so that it may be remembered with an idempotency key. One that is
     * retryable is not; nor is a stale one: it is repeated with the version that holds now, which is no part of the body
     * that keys are compared by.
     */
    public boolean stands() {
        return !retryable && kind != Kind.STALE;
    }

    public Refusal withAlternatives(List<Alternative> others) {
        return new Refusal(kind, code, detail, retryable, List.copyOf(others), field, retryAfter);
    }

    /** The refusal as something to throw, so that the transaction around it is rolled back. */
    public Refused asException() {
        return new Refused(this);
    }
}
