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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers a value that can be read and is not allowed: too long, too small, of another form. */
@Singleton
@Replaces(ConstraintExceptionHandler.class)
final class ConstraintHandler implements ExceptionHandler<ConstraintViolationException, HttpResponse<?>> {
    private static final Pattern SIZE = Pattern.compile("size must be between ([0-9]+) and ([0-9]+)");

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
                "\"" + field + "\" " + plain(violation.getMessage()) + ".",
                field);
    }

    /** A size by the words of the library does not say of what; all that has one here is text. */
    private static String plain(String message) {
        Matcher size = SIZE.matcher(message);
        if (!size.matches()) {
            return message;
        }
        String least = size.group(1);
        return least.equals("0")
                ? "must have at most " + size.group(2) + " characters"
                : "must have " + least + " to " + size.group(2) + " characters";
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
