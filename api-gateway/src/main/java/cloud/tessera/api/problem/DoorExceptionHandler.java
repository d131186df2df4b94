package cloud.tessera.api.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers the door's own refusals. */
@Singleton
final class DoorExceptionHandler implements ExceptionHandler<DoorException, HttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes") // Micronaut's interface is raw
    public HttpResponse<?> handle(HttpRequest request, DoorException refused) {
        return Problems.answer(request, refused);
    }
}
