package cloud.tessera.api.problem;

import io.micronaut.core.bind.exceptions.UnsatisfiedArgumentException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.serde.exceptions.path.PropertyReferencePath;
import io.micronaut.serde.exceptions.path.ReferencePath;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a request that cannot be read, in words for its sender. What the libraries say of it names our
 * classes, so only names of fields, allowed values and places in the body are taken from it.
 */
record Faults(String code, String detail, @Nullable String field) {
    private static final Pattern UNKNOWN = Pattern.compile("Unknown property \\[([A-Za-z0-9_]{1,60})]");
    private static final Pattern REQUIRED = Pattern.compile(
            "[Rr]equired (?:constructor )?(?:parameter|property) \\[?(?:[\\w.<>@ ]* )?([A-Za-z0-9_]{1,60})]");
    private static final Pattern ONE_OF = Pattern.compile("Expected one of \\[([a-z0-9_, ]{1,200})]");
    private static final Pattern PLACE = Pattern.compile("line: ([0-9]{1,9}), column: ([0-9]{1,9})");

    static Faults of(@Nullable Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            switch (at) {
                case UnsatisfiedBodyRouteException none -> {
                    return new Faults("missing_body", "A body is missing.", null);
                }
                case UnsatisfiedRouteException missing -> {
                    return missing(missing.getArgument().getName());
                }
                case UnsatisfiedArgumentException missing -> {
                    return missing(missing.getArgument().getName());
                }
                case SerdeException unfit -> {
                    return unfit(unfit);
                }
                case JsonSyntaxException unfit -> {
                    return notJson(String.valueOf(unfit.getMessage()));
                }
                case ConversionErrorException unfit
                when !(unfit.getConversionError().getCause() instanceof SerdeException) -> {
                    return unreadable(unfit.getArgument());
                }
                default -> {}
            }
        }
        return new Faults("bad_request", "The request cannot be read.", null);
    }

    private static Faults missing(String argument) {
        String field = wire(argument);
        return new Faults("missing_value", "\"" + field + "\" is missing.", field);
    }

    private static Faults unreadable(Argument<?> argument) {
        return mustBe(wire(argument.getName()), Taken.by(argument));
    }

    private static Faults mustBe(String field, String taken) {
        return new Faults("invalid_value", "\"" + field + "\" must be " + taken + ".", field);
    }

    private static Faults unfit(SerdeException unfit) {
        String message = String.valueOf(unfit.getMessage());
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.find()) {
            String field = wire(unknown.group(1));
            return new Faults(
                    "unknown_field",
                    "There is no field \"" + field + "\" here; /api/docs lists those that are.",
                    field);
        }
        Matcher required = REQUIRED.matcher(message);
        if (required.find()) {
            return missing(required.group(1));
        }
        Matcher oneOf = ONE_OF.matcher(message);
        boolean listed = oneOf.find();
        // The innermost field comes first.
        return unfit.getPath().stream()
                .filter(PropertyReferencePath.class::isInstance)
                .findFirst()
                .map(ReferencePath::getArgument)
                .map(at -> listed ? mustBe(wire(at.getName()), "one of: " + oneOf.group(1)) : unreadable(at))
                .orElseGet(() -> notJson(message));
    }

    private static Faults notJson(String message) {
        return new Faults(
                "invalid_body", "The body" + place(message) + " is not the JSON that this address takes.", null);
    }

    private static String place(String message) {
        Matcher place = PLACE.matcher(message);
        return place.find() ? " (line " + place.group(1) + ", column " + place.group(2) + ")" : "";
    }

    /** A component's name as it is on the wire. */
    static String wire(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    MutableHttpResponse<Problem> write(HttpRequest<?> request, MutableHttpResponse<?> response) {
        return Problems.write(request, response, code, detail, field);
    }
}
