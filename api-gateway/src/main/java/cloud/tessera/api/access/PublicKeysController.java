package cloud.tessera.api.access;

import cloud.tessera.api.problem.MayRefuse;
import com.nimbusds.jose.jwk.ECKey;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** The public keys of access tokens. */
@Controller("/api/v1/.well-known")
@Secured(SecurityRule.IS_ANONYMOUS)
@SecurityRequirements
@Tag(name = "Access")
@MayRefuse
class PublicKeysController {
    private final KeyRing keys;

    PublicKeysController(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * A set of public keys (RFC 7517).
     *
     * @param keys every key that a valid token may be signed by
     */
    @Serdeable
    @Schema(name = "PublicKeys")
    record PublicKeys(List<PublicKey> keys) {}

    /**
     * A public key on the curve P-256.
     *
     * @param kty always {@code EC}
     * @param crv always {@code P-256}
     * @param kid what a token's header calls it
     * @param alg always {@code ES256}
     * @param use always {@code sig}
     * @param x one coordinate, base64url
     * @param y the other one
     */
    @Serdeable
    @Schema(name = "PublicKey")
    record PublicKey(String kty, String crv, String kid, String alg, String use, String x, String y) {
        static PublicKey of(ECKey key) {
            return new PublicKey(
                    "EC",
                    "P-256",
                    key.getKeyID(),
                    "ES256",
                    "sig",
                    key.getX().toString(),
                    key.getY().toString());
        }
    }

    /** Get the keys that access tokens are signed by, to check tokens without asking us. */
    @Get("/jwks.json")
    HttpResponse<PublicKeys> getPublicKeys() {
        return HttpResponse.ok(new PublicKeys(
                        keys.published().stream().map(PublicKey::of).toList()))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60");
    }
}
