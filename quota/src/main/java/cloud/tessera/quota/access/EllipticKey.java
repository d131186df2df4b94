package cloud.tessera.quota.access;

import cloud.tessera.quota.transaction.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A key pair on the curve P-256, by its numbers in base64url: the point (x, y) and the secret d, each in 32 bytes
 * (RFC 7518, 6.2).
 */
record EllipticKey(String x, String y, String d) {
    private static final int BYTES = 32;

    /** The members of a private JWK that are kept; what else it has is constant. */
    private record Jwk(String x, String y, String d) {}

    static EllipticKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var point = ((ECPublicKey) pair.getPublic()).getW();
            return new EllipticKey(
                    text(point.getAffineX()),
                    text(point.getAffineY()),
                    text(((ECPrivateKey) pair.getPrivate()).getS()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has P-256", e);
        }
    }

    /** Reads {@link #privateJwk}. */
    static EllipticKey of(String privateJwk) {
        Jwk jwk = Json.read(privateJwk, Jwk.class);
        return new EllipticKey(jwk.x, jwk.y, jwk.d);
    }

    /** The SHA-256 of the required members in alphabetical order (RFC 7638). */
    String kid() {
        String members = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(members));
    }

    String publicJwk() {
        return "{" + publicMembers() + "}";
    }

    String privateJwk() {
        return "{" + publicMembers() + ",\"d\":\"" + d + "\"}";
    }

    @Override
    public String toString() {
        return "EllipticKey[" + kid() + "]";
    }

    private String publicMembers() {
        return "\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"use\":\"sig\",\"kid\":\"" + kid() + "\",\"x\":\""
                + x + "\",\"y\":\"" + y + "\"";
    }

    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[BYTES];
        int length = Math.min(bytes.length, BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, BYTES - length, length);
        return new String(Base64.getUrlEncoder().withoutPadding().encode(padded), StandardCharsets.US_ASCII);
    }
}
