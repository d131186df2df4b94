package cloud.tessera.ops.worker;

import cloud.tessera.quota.access.RefreshTokens;
import cloud.tessera.quota.access.SignIn;
import cloud.tessera.quota.access.SigningKeys;
import cloud.tessera.quota.audit.Sealing;
import cloud.tessera.quota.transaction.IdempotencyKeys;
import cloud.tessera.quota.transaction.Message;
import cloud.tessera.quota.transaction.Outbox;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Telling the world outside, sealing the audit log, and forgetting what need not be known any more. */
@Singleton
final class GroundJobs {
    private static final Logger OUTSIDE = LoggerFactory.getLogger("cloud.tessera.outside");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MESSAGES = 200;

    private final Outbox outbox;
    private final IdempotencyKeys keys;
    private final RefreshTokens tokens;
    private final SignIn signIn;
    private final Sealing sealing;
    private final SigningKeys signingKeys;

    GroundJobs(
            Outbox outbox,
            IdempotencyKeys keys,
            RefreshTokens tokens,
            SignIn signIn,
            Sealing sealing,
            SigningKeys signingKeys) {
        this.outbox = outbox;
        this.keys = keys;
        this.tokens = tokens;
        this.signIn = signIn;
        this.sealing = sealing;
        this.signingKeys = signingKeys;
    }

    List<Job> all() {
        return List.of(
                Job.leased("outbox", SECOND, caller -> outbox.deliver(caller, MESSAGES, GroundJobs::deliver)),
                Job.leased("seal-audit", SECOND, sealing::seal),
                Job.leased("rotate-keys", HOUR, signingKeys::rotate),
                Job.leased("forget-keys", HOUR, keys::expire),
                Job.leased("forget-tokens", HOUR, tokens::expire),
                Job.leased("forget-sessions", HOUR, signIn::forget),
                Job.leased("forget-messages", HOUR, outbox::forget));
    }

    /** Nobody outside has subscribed to anything yet, so telling the outside means writing it to the log. */
    private static void deliver(Message message) {
        OUTSIDE.debug("{} {} {}", message.topic(), message.subject(), message.payload());
    }
}
