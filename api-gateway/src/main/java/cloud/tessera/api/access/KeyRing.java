package cloud.tessera.api.access;

import cloud.tessera.quota.access.SigningKey;
import cloud.tessera.quota.access.SigningKeys;
import cloud.tessera.quota.term.Caller;
import com.nimbusds.jose.jwk.ECKey;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign access tokens, read from the database and kept for {@value #KEPT_SECONDS} seconds. A token with an
 * unknown key id makes it look again, at most every {@value #LOOK_AGAIN_SECONDS} seconds, so that a key that another
 * replica has just made is known in time and a forger cannot keep the database busy.
 */
@Singleton
final class KeyRing {
    static final long KEPT_SECONDS = 60;
    static final long LOOK_AGAIN_SECONDS = 2;

    private final SigningKeys keys;
    private volatile @Nullable Read read;

    /** What was read, and when by the machine's own counter: the platform's clock may be moved. */
    private record Read(List<ECKey> live, ECKey current, long nanos) {
        boolean olderThan(long seconds) {
            return System.nanoTime() - nanos > Duration.ofSeconds(seconds).toNanos();
        }

        Optional<ECKey> find(String kid) {
            return live.stream().filter(k -> kid.equals(k.getKeyID())).findFirst();
        }
    }

    KeyRing(SigningKeys keys) {
        this.keys = keys;
    }

    /** The key to sign with, private part included. */
    ECKey current() {
        return recent(KEPT_SECONDS).current();
    }

    /** The public parts of all keys that a valid token may be signed by. */
    List<ECKey> published() {
        return recent(KEPT_SECONDS).live().stream().map(ECKey::toPublicJWK).toList();
    }

    Optional<ECKey> find(String kid) {
        Optional<ECKey> known = recent(KEPT_SECONDS).find(kid);
        return known.isPresent() ? known : recent(LOOK_AGAIN_SECONDS).find(kid);
    }

    private Read recent(long seconds) {
        Read now = read;
        if (now == null || now.olderThan(seconds)) {
            now = readAll();
            read = now;
        }
        return now;
    }

    private Read readAll() {
        Caller job = Caller.Job.named("access-tokens");
        // The current key first: it is made by this call when there is none yet.
        ECKey current = parse(keys.current(job));
        return new Read(keys.live(job).stream().map(KeyRing::parse).toList(), current, System.nanoTime());
    }

    private static ECKey parse(SigningKey key) {
        try {
            return new ECKey.Builder(ECKey.parse(key.privateJwk()))
                    .keyID(key.kid())
                    .build();
        } catch (ParseException e) {
            // The cause would quote the key.
            throw new IllegalStateException("The stored signing key " + key.kid() + " cannot be read");
        }
    }
}
