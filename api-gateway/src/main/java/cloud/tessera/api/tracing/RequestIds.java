package cloud.tessera.api.tracing;

import cloud.tessera.quota.term.IdSource;
import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Gives every request its id: the caller's {@code X-Request-Id} where it is 1 to 64 letters, digits, dots, underscores
 * and hyphens, else a new one. It is in the answer, in the log lines of the request and in the audit log.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public final class RequestIds implements Ordered {
    /** The header, of the request and of the answer. */
    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "cloud.tessera.request-id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String NONE = "none";

    private final IdSource ids;

    RequestIds(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.before();
    }

    @RequestFilter
    void identify(HttpRequest<?> request, MutablePropagatedContext context) {
        String given = request.getHeaders().get(HEADER);
        String id = given != null && WELL_FORMED.matcher(given).matches() ? given : "req-" + ids.next();
        request.setAttribute(ATTRIBUTE, id);
        context.add(new MdcPropagationContext(Map.of("request_id", id)));
    }

    /** The id of a request; {@code none} for one that could not be read so far as to be given one. */
    public static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class).orElse(NONE);
    }
}
