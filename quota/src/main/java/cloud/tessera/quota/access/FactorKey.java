package cloud.tessera.quota.access;

import cloud.tessera.quota.term.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that the secrets of second factors are stored under: AES-256-GCM. It is kept outside of the database, so that
 * a copy of the database makes no codes.
 */
public final class FactorKey {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;

    private FactorKey(byte[] key) {
        this.key = key;
    }

    public static FactorKey generate() {
        return new FactorKey(Secrets.bytes(KEY_BYTES));
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException if that is something else
     */
    public static FactorKey of(String text) {
        byte[] key = Base64.getDecoder().decode(text.strip());
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("Not 256 bits");
        }
        return new FactorKey(key);
    }

    /** The key in base64, to be kept secret. */
    public String text() {
        return Base64.getEncoder().encodeToString(key);
    }

    /** A secret as it is stored: of one person, and worth nothing in the row of another. */
    byte[] seal(byte[] secret, PersonId person) {
        byte[] nonce = Secrets.bytes(NONCE_BYTES);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, secret, person);
        byte[] stored = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, stored, NONCE_BYTES, sealed.length);
        return stored;
    }

    /** The secret again. An {@link IllegalStateException} says that it was stored under another key, or altered. */
    byte[] open(byte[] stored, PersonId person) {
        return run(
                Cipher.DECRYPT_MODE,
                Arrays.copyOf(stored, NONCE_BYTES),
                Arrays.copyOfRange(stored, NONCE_BYTES, stored.length),
                person);
    }

    private byte[] run(int mode, byte[] nonce, byte[] text, PersonId person) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(person.text().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The second factor of " + person.text() + " was stored under another key than the present one", e);
        }
    }

    @Override
    public String toString() {
        return "FactorKey";
    }
}
