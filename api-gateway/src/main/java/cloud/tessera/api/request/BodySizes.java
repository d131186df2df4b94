package cloud.tessera.api.request;

import cloud.tessera.api.problem.DoorException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Set;

/**
 * Refuses bodies that are no file and announce more than 1 MiB, as {@code too_large}. Files may be larger, so the server's
 * own limit, which also holds where a body does not announce its length, is that of files.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BodySizes implements Ordered {
    private static final long MOST_BYTES = 1 << 20;
    private static final Set<String> FILES = Set.of("application/yaml", "text/csv");

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.after();
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (request.getContentLength() > MOST_BYTES
                && !request.getContentType()
                        .map(MediaType::getName)
                        .filter(FILES::contains)
                        .isPresent()) {
            throw DoorException.tooLarge();
        }
    }
}
