package cloud.tessera.api.access;

import cloud.tessera.api.request.Callers;
import cloud.tessera.quota.access.ApiKeys;
import cloud.tessera.quota.access.SignIn;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Finds out who a bearer token stands for: an access token or an API key. The session or key behind it, and the role it
 * has now, are read at each call, so a revoked one works nowhere from the moment it is revoked.
 */
@Singleton
final class BearerCheck implements TokenValidator<HttpRequest<?>> {
    private static final String API_KEY_PREFIX = "tsk_";

    private final AccessTokens tokens;
    private final SignIn signIn;
    private final ApiKeys apiKeys;
    private final Scheduler blocking;

    BearerCheck(
            AccessTokens tokens,
            SignIn signIn,
            ApiKeys apiKeys,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.tokens = tokens;
        this.signIn = signIn;
        this.apiKeys = apiKeys;
        this.blocking = Schedulers.fromExecutorService(blocking);
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
        if (request == null) {
            return Mono.empty();
        }
        // The answer comes from the database: not on the thread that reads from the network.
        return Mono.fromCallable(() -> authenticate(token, request))
                .flatMap(Mono::justOrEmpty)
                .subscribeOn(blocking);
    }

    private Optional<Authentication> authenticate(String token, HttpRequest<?> request) {
        Optional<Caller> caller = caller(token, Callers.requestOf(request));
        caller.ifPresent(c -> Callers.remember(request, c));
        return caller.map(c -> Authentication.build(c.actor(), List.of()));
    }

    private Optional<Caller> caller(String token, Caller.Request request) {
        if (token.startsWith(API_KEY_PREFIX)) {
            return unlessUnknown(apiKeys.authenticate(token, request));
        }
        return tokens.read(token).flatMap(bearer -> switch (bearer) {
            case AccessTokens.Bearer.OfSession(var session, var organization) -> {
                try {
                    yield Optional.of(signIn.callerOf(session, organization, request));
                } catch (Refused refused) {
                    yield nobody(refused.refusal());
                }
            }
            case AccessTokens.Bearer.OfKey(var key) -> unlessUnknown(apiKeys.callerOf(key, request));
        });
    }

    private static Optional<Caller> unlessUnknown(Outcome<Caller> outcome) {
        return switch (outcome) {
            case Outcome.Done<Caller>(Caller caller, boolean ignored) -> Optional.of(caller);
            case Outcome.No<Caller>(Refusal refusal, boolean ignored) -> nobody(refusal);
        };
    }

    /** A credential that does not hold is nobody's; that there are too many calls is told. */
    private static Optional<Caller> nobody(Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.TOO_MANY) {
            throw refusal.asException();
        }
        return Optional.empty();
    }
}
