package cloud.tessera.api.request;

import cloud.tessera.api.problem.Problems;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns what came of a use case into the answer to a request. */
public final class Answers {
    /** Says that the answer is of an earlier call with the same idempotency key. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private Answers() {}

    /** Done: the status given and the resource, with its tag where it has versions. Refused: a problem. */
    public static <T, R> HttpResponse<?> of(
            HttpRequest<?> request, Outcome<T> outcome, HttpStatus done, Function<T, R> wire) {
        return switch (outcome) {
            case Outcome.Done<T>(T value, boolean replayed) -> markReplay(found(done, wire.apply(value)), replayed);
            case Outcome.No<T>(Refusal refusal, boolean replayed) ->
                markReplay(Problems.answer(request, refusal), replayed);
        };
    }

    /** The same for a change under {@code If-Match}: where it came too late, the answer has the tag that holds now. */
    public static <T, R> HttpResponse<?> change(
            HttpRequest<?> request, Outcome<T> outcome, Function<T, R> wire, Supplier<T> current) {
        if (outcome instanceof Outcome.No<T>(Refusal refusal, boolean replayed)
                && refusal.kind() == Refusal.Kind.STALE) {
            return tagged(markReplay(Problems.answer(request, refusal), replayed), wire.apply(current.get()));
        }
        return of(request, outcome, HttpStatus.OK, wire);
    }

    /** A resource that was asked for, with its tag where it has versions. */
    public static <R> HttpResponse<R> ok(R resource) {
        MutableHttpResponse<R> response = HttpResponse.ok(resource);
        tagged(response, resource);
        return response;
    }

    private static <R> MutableHttpResponse<?> found(HttpStatus status, R resource) {
        return tagged(HttpResponse.status(status).body(resource), resource);
    }

    private static MutableHttpResponse<?> tagged(MutableHttpResponse<?> response, Object resource) {
        return resource instanceof Versioned versioned
                ? response.header(HttpHeaders.ETAG, Versions.tag(versioned.version()))
                : response;
    }

    private static MutableHttpResponse<?> markReplay(MutableHttpResponse<?> response, boolean replayed) {
        return replayed ? response.header(REPLAYED, "true") : response;
    }
}
