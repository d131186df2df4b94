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
import java.util.function.ToIntFunction;

/** Turns what came of a use case into the answer to a request. */
public final class Answers {
    /** Says that the answer is of an earlier call with the same idempotency key. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private Answers() {}

    /** Done: the status given and the resource. Refused: a problem. */
    public static <T, R> MutableHttpResponse<?> of(
            HttpRequest<?> request, Outcome<T> outcome, HttpStatus done, Function<T, R> wire) {
        return switch (outcome) {
            case Outcome.Done<T>(T value, boolean replayed) ->
                markReplay(HttpResponse.status(done).body(wire.apply(value)), replayed);
            case Outcome.No<T>(Refusal refusal, boolean replayed) ->
                markReplay(Problems.answer(request, refusal), replayed);
        };
    }

    /** The same with the version of the resource as its tag. */
    public static <T, R> MutableHttpResponse<?> versioned(
            HttpRequest<?> request,
            Outcome<T> outcome,
            HttpStatus done,
            Function<T, R> wire,
            ToIntFunction<T> version) {
        MutableHttpResponse<?> response = of(request, outcome, done, wire);
        if (outcome instanceof Outcome.Done<T>(T value, boolean ignored)) {
            response.header(HttpHeaders.ETAG, Versions.tag(version.applyAsInt(value)));
        }
        return response;
    }

    private static MutableHttpResponse<?> markReplay(MutableHttpResponse<?> response, boolean replayed) {
        return replayed ? response.header(REPLAYED, "true") : response;
    }
}
