package cloud.tessera.api.request;

import cloud.tessera.api.problem.DoorException;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Refuses a query parameter that a route does not have, as {@code unknown_parameter}: a list that is filtered by a
 * misspelt word would be the whole list.
 */
@ServerFilter("/api/v1/**")
final class KnownParameters implements Ordered {
    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.after(); // nobody without a credential learns what a route takes
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (request.getParameters().isEmpty()
                || !(RouteAttributes.getRouteMatch(request).orElse(null)
                        instanceof MethodBasedRouteMatch<?, ?> route)) {
            return;
        }
        SortedSet<String> known = new TreeSet<>();
        Stream.of(route.getArguments())
                .filter(argument -> argument.isAnnotationPresent(QueryValue.class))
                .forEach(argument -> known.add(name(argument)));
        for (String each : new TreeSet<>(request.getParameters().names())) {
            if (!known.contains(each)) {
                throw new DoorException(
                        HttpStatus.BAD_REQUEST, "unknown_parameter", detail(each, known), shortened(each));
            }
        }
    }

    private static String name(Argument<?> argument) {
        return argument.getAnnotationMetadata().stringValue(QueryValue.class).orElse(argument.getName());
    }

    private static String detail(String unknown, SortedSet<String> known) {
        return "There is no parameter \"" + shortened(unknown) + "\" here"
                + (known.isEmpty() ? "." : "; there are " + String.join(", ", known) + ".");
    }

    /** Only what a parameter's name can be goes back. */
    private static String shortened(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.-]", "");
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }
}
