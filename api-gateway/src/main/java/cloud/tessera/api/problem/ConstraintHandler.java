package cloud.tessera.api.problem;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.validation.exceptions.ConstraintExceptionHandler;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import java.util.Comparator;

/** Answers a value that can be read and is not allowed: too long, too small, of another form. */
@Singleton
@Replaces(ConstraintExceptionHandler.class)
final class ConstraintHandler implements ExceptionHandler<ConstraintViolationException, HttpResponse<?>> {
    @Override
    @SuppressWarnings("rawtypes") // Micronaut's interface is raw
    public HttpResponse<?> handle(HttpRequest request, ConstraintViolationException refused) {
        return refused.getConstraintViolations().stream()
                .min(Comparator.comparing(v -> v.getPropertyPath().toString()))
                .map(v -> Problems.answer(request, problem(v)))
                .orElseGet(() -> Problems.answer(
                        request,
                        new DoorException(
                                HttpStatus.UNPROCESSABLE_ENTITY, "invalid_value", "A value is not allowed.", null)));
    }

    private static DoorException problem(ConstraintViolation<?> violation) {
        String field = Faults.wire(lastName(violation.getPropertyPath()));
        return new DoorException(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "invalid_value",
                "\"" + field + "\" " + violation.getMessage() + ".",
                field);
    }

    private static String lastName(Path path) {
        String last = "value";
        for (Path.Node node : path) {
            if (node.getName() != null) {
                last = node.getName();
            }
        }
        return last;
    }
}
