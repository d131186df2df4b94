package cloud.tessera.api.request;

import cloud.tessera.api.problem.DoorException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/** Refuses addresses with the character zero, which no name or id has and the database does not take. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CleanAddresses implements Ordered {
    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.after();
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (request.getUri().toString().contains("%00")) {
            throw DoorException.unreadable("address", "An address has no character zero.");
        }
    }
}
