package cloud.tessera.api.problem;

import cloud.tessera.quota.term.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a use case's refusal. */
@Singleton
final class RefusedHandler implements ExceptionHandler<Refused, HttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes") // Micronaut's interface is raw
    public HttpResponse<?> handle(HttpRequest request, Refused refused) {
        return Problems.answer(request, refused.refusal());
    }
}
