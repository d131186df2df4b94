package cloud.tessera.api.request;

import cloud.tessera.api.tracing.RequestIds;
import cloud.tessera.quota.access.Origin;
import cloud.tessera.quota.term.Caller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;

/** Carries the caller, once its credential has been checked, to the routes that take a {@link Caller}. */
@Singleton
public final class Callers implements TypedRequestArgumentBinder<Caller> {
    private static final String ATTRIBUTE = "cloud.tessera.caller";

    /** Says who makes this request. */
    public static void remember(HttpRequest<?> request, Caller caller) {
        request.setAttribute(ATTRIBUTE, caller);
    }

    /** The request as use cases know it: its id and its idempotency key. */
    public static Caller.Request requestOf(HttpRequest<?> request) {
        return new Caller.Request(RequestIds.of(request), request.getHeaders().get(IdempotencyKeys.HEADER));
    }

    /**
     * From where a request comes. What a header says of it counts only from this machine, where the portal hands calls
     * through: whoever reaches us directly could claim any address.
     */
    public static Origin originOf(HttpRequest<?> request) {
        InetAddress peer = request.getRemoteAddress().getAddress();
        String said = request.getHeaders().get("X-Forwarded-For");
        String address = said != null && peer.isLoopbackAddress() ? said : peer.getHostAddress();
        return Origin.of(request.getHeaders().get(HttpHeaders.USER_AGENT), address);
    }

    @Override
    public Argument<Caller> argumentType() {
        return Argument.of(Caller.class);
    }

    @Override
    public BindingResult<Caller> bind(ArgumentConversionContext<Caller> context, HttpRequest<?> source) {
        Optional<Caller> caller = source.getAttribute(ATTRIBUTE, Caller.class);
        return () -> caller;
    }
}
