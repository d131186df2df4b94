package cloud.tessera.api.access;

import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.term.TypedId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads access tokens: JWTs (RFC 9068) signed by ES256 that hold for 15 minutes of wall time, as sessions
 * do: whoever moves the platform's clock stays signed in. A token says whose session or key it stands for and for which organization; what that may do is read anew at each call.
 */
@Singleton
final class AccessTokens {
    static final Duration LIFE = Duration.ofMinutes(15);
    static final String ISSUER = "tessera";
    static final String AUDIENCE = "tessera-api";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final int LONGEST = 4096;

    private final KeyRing keys;
    private final Clock wall;

    /** What a valid token stands for. */
    sealed interface Bearer {
        /** A session, and the organization that it acts for; null for the platform. */
        record OfSession(SessionId session, @Nullable OrganizationId organization) implements Bearer {}

        record OfKey(ApiKeyId key) implements Bearer {}
    }

    @Inject
    AccessTokens(KeyRing keys) {
        this(keys, Clock.systemUTC());
    }

    AccessTokens(KeyRing keys, Clock wall) {
        this.keys = keys;
        this.wall = wall;
    }

    /** A token for a caller that has just shown another credential. */
    String issue(Caller caller) {
        return switch (caller) {
            case Caller.Member m ->
                sign(claims(m.person(), m.of()).claim("sid", m.session().text()));
            case Caller.Operator o ->
                sign(claims(o.person(), null).claim("sid", o.session().text()));
            case Caller.Key k -> sign(claims(k.key(), k.of()));
            case Caller.Job j -> throw Refusal.forbidden("Jobs have no tokens.").asException();
        };
    }

    private JWTClaimsSet.Builder claims(TypedId subject, @Nullable OrganizationId organization) {
        Instant now = wall.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject.text())
                .claim("org", organization == null ? null : organization.text())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
    }

    private String sign(JWTClaimsSet.Builder claims) {
        ECKey key = keys.current();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(TYPE)
                .build();
        SignedJWT jwt = new SignedJWT(header, claims.build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("A token could not be signed", e);
        }
        return jwt.serialize();
    }

    /** What a token stands for; empty for one that is not ours, is not valid now or was meant for somebody else. */
    Optional<Bearer> read(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return signedByUs(jwt) ? bearer(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The algorithm is ours to choose, not the token's: nothing but ES256 is tried. */
    private boolean signedByUs(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        String kid = header.getKeyID();
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType()) || kid == null) {
            return false;
        }
        Optional<ECKey> key = keys.find(kid);
        return key.isPresent() && jwt.verify(new ECDSAVerifier(key.get().toPublicJWK()));
    }

    private Optional<Bearer> bearer(JWTClaimsSet claims) throws ParseException {
        Date expires = claims.getExpirationTime();
        if (!ISSUER.equals(claims.getIssuer())
                || !List.of(AUDIENCE).equals(claims.getAudience())
                || expires == null
                || !wall.instant().isBefore(expires.toInstant())) {
            return Optional.empty();
        }
        String subject = String.valueOf(claims.getSubject());
        String organization = claims.getStringClaim("org");
        String session = claims.getStringClaim("sid");
        if (session == null) {
            return Optional.of(new Bearer.OfKey(ApiKeyId.of(subject)));
        }
        PersonId.of(subject);
        return Optional.of(new Bearer.OfSession(
                SessionId.of(session), organization == null ? null : OrganizationId.of(organization)));
    }
}
