package cloud.tessera.api.problem;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.core.type.Argument;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.lang.annotation.Annotation;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words for its sender what a field takes, by its type and its bounds. */
final class Taken {
    private Taken() {}

    /** Follows "must be": {@code a whole number from 1 to 100000}. */
    static String by(Argument<?> argument) {
        Class<?> type = argument.getType();
        if (type == Instant.class) {
            return "an instant with its offset from UTC, such as 2026-12-01T10:00:00Z";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return number(argument.getAnnotationMetadata());
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text";
        }
        if (type.isEnum()) {
            return "one of the values that /api/docs lists";
        }
        return BeanIntrospector.SHARED
                .findIntrospection(type)
                .map(Taken::object)
                .orElse("a value as /api/docs describes it");
    }

    private static String number(AnnotationMetadata bounds) {
        String least = bound(bounds, Min.class)
                .or(() -> has(bounds, PositiveOrZero.class) ? Optional.of("0") : Optional.empty())
                .or(() -> has(bounds, Positive.class) ? Optional.of("1") : Optional.empty())
                .map(bound -> " from " + bound)
                .orElse("");
        return "a whole number" + least
                + bound(bounds, Max.class).map(bound -> " to " + bound).orElse("");
    }

    private static Optional<String> bound(AnnotationMetadata bounds, Class<? extends Annotation> kind) {
        return bounds.getAnnotationValuesByType(kind).stream()
                .flatMap(value -> value.stringValue().stream())
                .findFirst();
    }

    private static boolean has(AnnotationMetadata bounds, Class<? extends Annotation> kind) {
        return !bounds.getAnnotationValuesByType(kind).isEmpty();
    }

    private static String object(BeanIntrospection<?> bean) {
        return "an object with the fields "
                + Stream.of(bean.getPropertyNames()).map(Faults::wire).collect(Collectors.joining(", "));
    }
}
