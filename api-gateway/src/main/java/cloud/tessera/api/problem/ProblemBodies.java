package cloud.tessera.api.problem;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/**
 * Gives every error that the server finds by itself (no such route, a body that is not JSON, a field that is missing)
 * the same form as a refusal, without what it knows of our code.
 */
@Singleton
@Primary
final class ProblemBodies implements ErrorResponseProcessor<Problem> {
    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        HttpStatus status = HttpStatus.valueOf(response.code());
        return switch (status) {
            case BAD_REQUEST -> Faults.of(context.getRootCause().orElse(null)).write(request, response);
            case NOT_FOUND -> Problems.write(request, response, "not_found", "There is nothing at this address.", null);
            case METHOD_NOT_ALLOWED ->
                Problems.write(request, response, "method_not_allowed", "This address has no such method.", null);
            case NOT_ACCEPTABLE ->
                Problems.write(
                        request,
                        response,
                        "not_acceptable",
                        "This address has no such form; see the API's pages.",
                        null);
            case UNSUPPORTED_MEDIA_TYPE ->
                Problems.write(
                        request,
                        response,
                        "unsupported_media_type",
                        "Send the body as the media type that the API's description states.",
                        null);
            case REQUEST_ENTITY_TOO_LARGE ->
                Problems.write(request, response, "too_large", DoorException.TOO_LARGE, null);
            default -> other(request, response, status);
        };
    }

    private static MutableHttpResponse<Problem> other(
            HttpRequest<?> request, MutableHttpResponse<?> response, HttpStatus status) {
        if (status.getCode() >= 500) {
            return Problems.write(
                    request,
                    response,
                    "internal_error",
                    "Something is wrong on our side; it has been recorded under the request id.",
                    null);
        }
        return Problems.write(request, response, "bad_request", status.getReason() + ".", null);
    }
}
