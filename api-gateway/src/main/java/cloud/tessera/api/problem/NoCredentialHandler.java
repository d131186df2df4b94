package cloud.tessera.api.problem;

import cloud.tessera.quota.term.Refusal;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers a call without a credential that is valid now, and does not say what was wrong with it. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class NoCredentialHandler implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {
    private static final Refusal NO_CREDENTIAL = new Refusal(
            Refusal.Kind.UNAUTHENTICATED,
            "unauthenticated",
            "Send a valid access token or API key as Authorization: Bearer.",
            false,
            List.of(),
            null);

    @Override
    @SuppressWarnings("rawtypes") // Micronaut's interface is raw
    public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException refused) {
        return Problems.answer(
                request,
                refused.isForbidden() ? Refusal.forbidden("This is not for callers of your kind.") : NO_CREDENTIAL);
    }
}
