package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password as it is stored: Argon2id (RFC 9106) in PHC form, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$tag}. Memory
 * of 19 MiB, 2 passes and 1 lane are what the OWASP Password Storage Cheat Sheet asks for; salt of 16 and tag of 32 bytes
 * are those of RFC 9106. A hash that was made with other figures is checked with its own.
 */
public record PasswordHash(String text) {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;
    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Each hash takes its memory: no more at once than there are processors to work on them. */
    private static final Semaphore AT_ONCE = new Semaphore(Runtime.getRuntime().availableProcessors());
    /** How many may hash or wait for it: at some 50 ms for each, nobody waits for much longer than a second. */
    static final int PLACES = 25 * Runtime.getRuntime().availableProcessors();

    private static final Turns TURNS = new Turns(PLACES);

    /** Of a password that nobody knows: to spend the same time on somebody who is not there. */
    public static final PasswordHash OF_NOBODY = hash(Base64.getEncoder().encodeToString(random(24)));

    public PasswordHash {
        if (!PHC.matcher(text).matches()) {
            throw new IllegalArgumentException("Not an Argon2id hash in PHC form");
        }
    }

    /** Hashes a new password. Refused: {@code weak_password} unless it has 8 to 256 characters, and {@code busy}. */
    public static Outcome<PasswordHash> of(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            return Outcome.no(Refusal.invalid(
                    "weak_password", "A password has " + SHORTEST + " to " + LONGEST + " characters.", "password"));
        }
        return inTurn(() -> Outcome.done(hash(password)));
    }

    /**
     * Does work that checks a password, with whatever comes before and after it, unless too many wait for that already:
     * refused as {@code busy} before anything is done.
     */
    public static <T> Outcome<T> inTurn(Supplier<Outcome<T>> work) {
        return TURNS.take(work);
    }

    /** Whether this is the hash of a password; takes the same time whichever it is. To be called {@link #inTurn}. */
    public boolean matches(String password) {
        Matcher parts = PHC.matcher(text);
        if (!parts.matches() || password.length() > LONGEST) {
            return false;
        }
        byte[] tag = Base64.getDecoder().decode(parts.group(5));
        byte[] found = derive(
                password,
                Base64.getDecoder().decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                tag.length);
        return MessageDigest.isEqual(tag, found);
    }

    @Override
    public String toString() {
        return "PasswordHash";
    }

    private static PasswordHash hash(String password) {
        byte[] salt = random(SALT_BYTES);
        byte[] tag = derive(password, salt, MEMORY_KIB, PASSES, LANES, TAG_BYTES);
        var base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash("$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(tag));
    }

    private static byte[] derive(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        // The same characters typed on another keyboard must give the same bytes (NIST SP 800-63B, 3.1.1.2).
        byte[] secret = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        byte[] tag = new byte[length];
        AT_ONCE.acquireUninterruptibly();
        try {
            var argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            argon2.generateBytes(secret, tag);
        } finally {
            AT_ONCE.release();
        }
        return tag;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
