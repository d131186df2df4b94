package cloud.tessera.api.problem;

import cloud.tessera.api.tracing.RequestIds;
import cloud.tessera.quota.term.Refusal;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answers that say no. The one place that knows which status a kind of refusal has. */
public final class Problems {
    private Problems() {}

    /** The answer to a request that a use case refused. */
    public static MutableHttpResponse<Problem> answer(HttpRequest<?> request, Refusal refusal) {
        List<Problem.Alternative> alternatives =
                refusal.alternatives().stream().map(Problem.Alternative::of).toList();
        HttpStatus status = statusOf(refusal.kind());
        Problem problem = new Problem(
                type(refusal.code()),
                status.getReason(),
                status.getCode(),
                refusal.code(),
                refusal.detail(),
                refusal.retryable(),
                alternatives,
                refusal.field(),
                RequestIds.of(request));
        MutableHttpResponse<?> response = io.micronaut.http.HttpResponse.status(status);
        if (refusal.retryAfter() != null) {
            response.header(
                    HttpHeaders.RETRY_AFTER, Long.toString(refusal.retryAfter().toSeconds()));
        }
        return into(request, new Answer(status, problem), response);
    }

    /** The answer to a request that the door itself refused. */
    static MutableHttpResponse<Problem> answer(HttpRequest<?> request, DoorException refused) {
        return write(
                request,
                io.micronaut.http.HttpResponse.status(refused.status()),
                refused.code(),
                refused.detail(),
                refused.field());
    }

    /** Fills an answer whose status stands already. */
    static MutableHttpResponse<Problem> write(
            HttpRequest<?> request,
            MutableHttpResponse<?> response,
            String code,
            String detail,
            @Nullable String field) {
        HttpStatus status = HttpStatus.valueOf(response.code());
        boolean retryable = status == HttpStatus.TOO_MANY_REQUESTS || status == HttpStatus.SERVICE_UNAVAILABLE;
        Problem problem = new Problem(
                type(code),
                status.getReason(),
                status.getCode(),
                code,
                detail,
                retryable,
                List.of(),
                field,
                RequestIds.of(request));
        return into(request, new Answer(status, problem), response);
    }

    private record Answer(HttpStatus status, Problem problem) {}

    private static MutableHttpResponse<Problem> into(
            HttpRequest<?> request, Answer answer, MutableHttpResponse<?> response) {
        if (answer.status == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tessera\"");
        }
        response.contentType(Problem.MEDIA_TYPE);
        // An answer to HEAD has no body.
        return response.body(request.getMethod() == HttpMethod.HEAD ? null : answer.problem);
    }

    private static String type(String code) {
        return "urn:tessera:problem:" + code;
    }

    private static HttpStatus statusOf(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> HttpStatus.UNPROCESSABLE_ENTITY;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT, LIMIT -> HttpStatus.CONFLICT;
            case STALE -> HttpStatus.PRECONDITION_FAILED;
            case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
        };
    }
}
