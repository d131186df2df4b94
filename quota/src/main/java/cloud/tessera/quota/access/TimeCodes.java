package cloud.tessera.quota.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that follow from a secret and the time (TOTP, RFC 6238, over HOTP, RFC 4226): HMAC-SHA-1, 6 digits, a new one
 * every 30 seconds, which is what every authenticator app makes.
 */
final class TimeCodes {
    /** How long a code is shown. */
    static final Duration STEP = Duration.ofSeconds(30);

    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;
    /** As RFC 4226 recommends (section 4, R6): as long as the hash. */
    private static final int SECRET_BYTES = 20;
    /** One step to either side: for a clock that is a little off and a person who types slowly. */
    private static final int WINDOW = 1;

    private static final String HMAC = "HmacSHA1";
    private static final Pattern CODE = Pattern.compile("[0-9]{" + DIGITS + "}");

    private TimeCodes() {}

    static byte[] newSecret() {
        return Secrets.bytes(SECRET_BYTES);
    }

    /** Whether a text has the form of a code. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /**
     * The step that a code belongs to, of those that are good now and come after one that was taken already; empty where
     * there is none.
     */
    static OptionalLong step(byte[] secret, String code, Instant now, long after) {
        long current = now.getEpochSecond() / STEP.toSeconds();
        return LongStream.rangeClosed(current - WINDOW, current + WINDOW)
                .filter(step -> step > after
                        && MessageDigest.isEqual(code(secret, step).getBytes(US_ASCII), code.getBytes(US_ASCII)))
                .findFirst();
    }

    static String code(byte[] secret, Instant at) {
        return code(secret, at.getEpochSecond() / STEP.toSeconds());
    }

    private static String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 15;
            int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA-1", e);
        }
    }
}
