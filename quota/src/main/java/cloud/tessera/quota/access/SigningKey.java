package cloud.tessera.quota.access;

import java.time.Instant;

/**
 * A key that signs tokens by ES256 (RFC 7518: ECDSA on P-256 with SHA-256).
 *
 * @param kid its thumbprint (RFC 7638)
 * @param privateJwk the whole key as a JWK (RFC 7517): a secret
 * @param publicJwk the part that may be published
 * @param signsFrom since when it signs, in wall time; it is published before
 */
public record SigningKey(String kid, String privateJwk, String publicJwk, Instant signsFrom) {
    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
