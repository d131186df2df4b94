package cloud.tessera.quota.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.tessera.quota.transaction.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The key that signs the ends of audit chains: Ed25519, as a JWK (RFC 8037). It is kept outside of the database, so that
 * who can write there cannot sign.
 *
 * @param x the public point, 32 bytes in base64url
 * @param d the secret, 32 bytes in base64url
 */
public record SealingKey(String x, String d) {
    private static final String ALGORITHM = "Ed25519";
    private static final int BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();
    /** What stands before the 32 bytes of a private and of a public key (RFC 8410). */
    private static final byte[] PRIVATE = HEX.parseHex("302e020100300506032b657004220420");

    private static final byte[] PUBLIC = HEX.parseHex("302a300506032b6570032100");

    /** The members of a JWK that are kept; what else it has is constant. */
    private record Jwk(String x, String d) {}

    public static SealingKey generate() {
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new SealingKey(
                    last(pair.getPublic().getEncoded()), last(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has Ed25519", e);
        }
    }

    /**
     * Reads {@link #jwk}.
     *
     * @throws IllegalArgumentException if that is none, or if its halves do not belong together
     */
    public static SealingKey of(String jwk) {
        SealingKey key;
        try {
            Jwk read = Json.read(jwk, Jwk.class);
            key = new SealingKey(read.x, read.d);
            if (key.verifies("", key.sign(""))) {
                return key;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Not an Ed25519 key as a JWK", e);
        }
        throw new IllegalArgumentException("The public half of the key does not belong to the secret one");
    }

    /** The whole key: a secret. */
    public String jwk() {
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\",\"d\":\"" + d + "\"}";
    }

    /** The SHA-256 of the required members in alphabetical order (RFC 7638), in base64url. */
    public String kid() {
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(members.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The signature of a text, in hexadecimal. */
    String sign(String text) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(after(PRIVATE, d))));
            signature.update(text.getBytes(UTF_8));
            return HEX.formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not a secret of Ed25519", e);
        }
    }

    /** Whether a signature in hexadecimal is this key's for a text. */
    boolean verifies(String text, String signed) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(after(PUBLIC, x))));
            signature.update(text.getBytes(UTF_8));
            return signature.verify(HEX.parseHex(signed));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "SealingKey[" + kid() + "]";
    }

    private static String last(byte[] encoded) {
        byte[] bytes = Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] after(byte[] prefix, String base64) {
        byte[] bytes = Base64.getUrlDecoder().decode(base64);
        byte[] all = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
        return all;
    }
}
