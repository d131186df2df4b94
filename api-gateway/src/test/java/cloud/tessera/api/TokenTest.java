package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.ops.testing.AuthenticatorApp;
import cloud.tessera.quota.access.SigningKeys;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Role;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stale or forged credential works nowhere. */
@SuppressWarnings("NullAway.Init")
class TokenTest {
    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void no_forged_token_works() throws Exception {
        String good = world.acme.owner();
        assertThat(statusWith(good)).isEqualTo(200);
        Map<String, String> forged = new LinkedHashMap<>();
        ECKey key = key();
        JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
        forged.put("no signature", new PlainJWT(claims).serialize());
        forged.put("empty signature", good.substring(0, good.lastIndexOf('.') + 1));
        forged.put("algorithm none in the header", withHeader(good, "{\"alg\":\"none\",\"typ\":\"at+jwt\"}"));
        forged.put("HS256 with the public key as the secret", hmac(claims, key));
        forged.put("ES384 in the header", withHeader(good, header(key, "ES384")));
        forged.put("zero signature", good.substring(0, good.lastIndexOf('.') + 1) + base64(new byte[64]));
        forged.put("wrong issuer", signed(key, claims, c -> c.issuer("https://elsewhere.test")));
        forged.put("no issuer", signed(key, claims, c -> c.issuer(null)));
        forged.put("wrong audience", signed(key, claims, c -> c.audience("somebody-else")));
        forged.put("two audiences", signed(key, claims, c -> c.audience(Arrays.asList("tessera-api", "other"))));
        forged.put("no audience", signed(key, claims, c -> c.audience((String) null)));
        forged.put("expired", signed(key, claims, c -> c.expirationTime(Date.from(ago(Duration.ofSeconds(1))))));
        forged.put("never expiring", signed(key, claims, c -> c.expirationTime(null)));
        forged.put("no session", signed(key, claims, c -> c.claim("sid", null)));
        forged.put("another's session id", signed(key, claims, c -> c.claim("sid", "ses_00000000000000000000000000")));
        forged.put("another organization", signed(key, claims, c -> c.claim("org", world.globex.id())));
        forged.put("an organization that is none", signed(key, claims, c -> c.claim("org", "prj_1")));
        forged.put("a subject that is none", signed(key, claims, c -> c.subject("root")));
        forged.put("another key", signed(another(key.getKeyID()), claims, c -> c));
        forged.put("unknown key id", signed(another("unknown"), claims, c -> c));
        forged.put(
                "no type",
                sign(claims, new ECDSASigner(key), new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID())));
        forged.put(
                "no key id", sign(claims, new ECDSASigner(key), new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE)));
        forged.put("tampered claims", tampered(good));
        forged.put("two tokens in one", good + "." + good);
        forged.put("very long", good + "a".repeat(5000));
        forged.put("nonsense", "nonsense");
        forged.put("API key of the right form", "tsk_0123456789012345678901234_000000");

        assertThat(forged)
                .allSatisfy(
                        (what, token) -> assertThat(statusWith(token)).as(what).isEqualTo(401));
    }

    @Test
    void a_token_signed_anew_with_the_real_key_is_good_so_that_the_forgeries_fail_for_what_they_say() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(world.acme.owner()).getJWTClaimsSet();

        assertThat(statusWith(signed(key(), claims, c -> c))).isEqualTo(200);
    }

    @Test
    void no_credential_is_answered_by_how_to_send_one() {
        Answer answer = world.api.get("/api/v1/me").send();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.at("code")).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(world.api
                        .get("/api/v1/me")
                        .with("Authorization", "Basic YTpi")
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(world.api
                        .get("/api/v1/me?access_token=" + world.acme.owner())
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void tokens_are_signed_by_a_published_key() throws Exception {
        Answer published = world.api.get("/api/v1/.well-known/jwks.json").send();

        assertThat(published.at("keys.0.kid"))
                .isEqualTo(SignedJWT.parse(world.acme.owner()).getHeader().getKeyID());
        assertThat(published.text()).doesNotContain("\"d\"");
        ECKey readable = ECKey.parse(published.json().path("keys").path(0).toString());
        assertThat(SignedJWT.parse(world.acme.owner()).verify(new com.nimbusds.jose.crypto.ECDSAVerifier(readable)))
                .isTrue();
    }

    @Test
    void a_wrong_password_and_an_unknown_address_are_told_the_same() {
        Answer wrong = passwordGrant("owner@acme.test", "wrong");
        Answer unknown = passwordGrant("nobody@acme.test", "wrong");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.at("code")).isEqualTo("invalid_credentials");
        assertThat(unknown.at("detail")).isEqualTo(wrong.at("detail"));
    }

    @Test
    void too_many_failures_are_answered_by_the_seconds_to_wait() {
        for (int i = 0; i < 10; i++) {
            assertThat(passwordGrant("many@acme.test", "wrong").status()).isEqualTo(401);
        }
        Answer refused = passwordGrant("many@acme.test", "wrong");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.at("code")).isEqualTo("too_many_attempts");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(14 * 60, 15 * 60);
        assertThat(refused.at("detail")).contains("try again in 15 minutes");
    }

    @Test
    void a_refresh_token_works_once_and_its_second_use_ends_the_session() {
        Answer first = world.signIn("viewer@acme.test");
        Answer second = refresh(first.at("refresh_token"));
        assertThat(second.status()).as(second.toString()).isEqualTo(200);
        assertThat(statusWith(second.at("access_token"))).isEqualTo(200);

        assertThat(refresh(first.at("refresh_token")).status()).isEqualTo(401);

        assertThat(refresh(second.at("refresh_token")).status()).isEqualTo(401);
        assertThat(statusWith(second.at("access_token"))).isEqualTo(401);
        assertThat(statusWith(first.at("access_token"))).isEqualTo(401);
    }

    @Test
    void a_session_that_was_ended_is_over_at_once() {
        String token = world.token("viewer@acme.test");
        assertThat(world.api
                        .post("/api/v1/auth/sign-out", "")
                        .bearer(token)
                        .send()
                        .status())
                .isEqualTo(204);

        assertThat(statusWith(token)).isEqualTo(401);
    }

    @Test
    void a_changed_password_holds_and_ends_the_other_sessions() {
        String other = world.token("finance@acme.test");
        String own = world.token("finance@acme.test");
        assertThat(changePassword(own, "wrong", "another good one").at("code")).isEqualTo("wrong_password");
        assertThat(changePassword(own, World.PASSWORD, "short").at("code")).isEqualTo("weak_password");
        assertThat(changePassword(own, World.PASSWORD, "another good one").status())
                .isEqualTo(204);

        assertThat(statusWith(own)).isEqualTo(200);
        assertThat(statusWith(other)).isEqualTo(401);
        assertThat(passwordGrant("finance@acme.test", World.PASSWORD).status()).isEqualTo(401);
        assertThat(changePassword(own, "another good one", World.PASSWORD).status())
                .isEqualTo(204);
    }

    private Answer changePassword(String token, String present, String wanted) {
        return world.api
                .post("/api/v1/me/password", """
                        {"present_password": "%s", "new_password": "%s"}""".formatted(present, wanted))
                .bearer(token)
                .send();
    }

    @Test
    void an_api_key_works_by_itself_and_for_a_token_until_it_is_revoked() {
        Answer made = world.api
                .post("/api/v1/api-keys", """
                        {"name": "ci", "role": "developer"}""")
                .bearer(world.acme.owner())
                .send();
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        String secret = made.at("secret");
        Answer token =
                world.api.post("/api/v1/auth/token", """
                        {"grant_type": "api_key", "api_key": "%s"}""".formatted(secret)).send();
        assertThat(token.json().has("refresh_token")).isFalse();
        assertThat(world.api.get("/api/v1/me").bearer(secret).send().at("kind")).isEqualTo("api_key");
        assertThat(statusWith(token.at("access_token"))).isEqualTo(200);
        assertThat(world.api
                        .get("/api/v1/api-keys")
                        .bearer(world.acme.owner())
                        .send()
                        .text())
                .doesNotContain(secret);

        Answer revoked = world.api
                .ask("DELETE", "/api/v1/api-keys/" + made.at("key.id"), "")
                .bearer(world.acme.owner())
                .send();
        assertThat(revoked.status()).isEqualTo(200);

        assertThat(statusWith(secret)).isEqualTo(401);
        assertThat(statusWith(token.at("access_token"))).isEqualTo(401);
    }

    @Test
    void nobody_is_added_who_could_not_sign_in() {
        Answer refused = world.api
                .post("/api/v1/members", """
                        {"email": "dev3@acme.test", "display_name": "Dev", "role": "developer"}""")
                .bearer(world.acme.owner())
                .send();

        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.at("field")).isEqualTo("password");
    }

    @Test
    void a_role_that_was_taken_away_is_gone_at_the_next_call() {
        Answer added = world.api
                .post("/api/v1/members", """
                        {"email": "dev2@acme.test", "display_name": "Dev", "role": "developer", "password": "%s"}""".formatted(World.PASSWORD))
                .bearer(world.acme.owner())
                .send();
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        String token = world.token("dev2@acme.test");
        assertThat(world.api.get("/api/v1/api-keys").bearer(token).send().status())
                .isEqualTo(200);

        world.api
                .ask("PATCH", "/api/v1/members/" + added.at("person_id"), "{\"role\": \"viewer\"}")
                .bearer(world.acme.owner())
                .send();

        assertThat(world.api.get("/api/v1/api-keys").bearer(token).send().status())
                .isEqualTo(403);
    }

    @Test
    void a_person_may_not_act_for_an_organization_of_others() {
        Answer answer = world.api
                .post("/api/v1/auth/token", """
                        {"grant_type": "password", "email": "%s@acme.test", "password": "%s", "organization_id": "%s"}""".formatted(Role.OWNER.text(), World.PASSWORD, world.globex.id()))
                .send();

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void a_person_lists_the_own_sign_ins_and_ends_one_or_all_others() {
        String mine = world.token("finance@acme.test");
        String other = world.api
                .post("/api/v1/auth/token", """
                        {"grant_type": "password", "email": "finance@acme.test", "password": "%s"}""".formatted(World.PASSWORD))
                .with("User-Agent", "curl/8.5.0")
                .with("X-Forwarded-For", "2001:db8:7:1::9")
                .send()
                .at("access_token");
        String third = world.token("finance@acme.test");

        Answer listed = world.api.get("/api/v1/me/sessions").bearer(mine).send();
        assertThat(listed.at("items.0.kind")).isEqualTo("api");
        assertThat(listed.at("items.0.network")).isEqualTo("127.0.0.0/24");
        assertThat(listed.at("items.1.client")).isEqualTo("curl/8.5.0");
        assertThat(listed.at("items.1.network")).isEqualTo("2001:db8:7::/48");
        assertThat(listed.at("items.2.current")).isEqualTo("true");

        String address = "/api/v1/me/sessions/" + listed.at("items.1.id");
        assertThat(ended(address, world.acme.owner()).status()).isEqualTo(404);
        assertThat(statusWith(other)).isEqualTo(200);
        assertThat(ended(address, mine).status()).isEqualTo(204);
        assertThat(statusWith(other)).isEqualTo(401);
        assertThat(ended(address, mine).at("code")).isEqualTo("not_found");

        Answer others = world.api
                .post("/api/v1/me/sessions/end-others", "")
                .bearer(mine)
                .send();
        assertThat(others.at("ended")).isEqualTo("2");
        assertThat(statusWith(third)).isEqualTo(401);
        assertThat(statusWith(mine)).isEqualTo(200);
    }

    @Test
    void with_a_second_factor_a_token_takes_password_and_code() {
        String mine = world.token("viewer@globex.test");
        Answer begun = factor(mine, "", "{\"password\": \"%s\"}".formatted(World.PASSWORD));
        assertThat(begun.at("uri"))
                .startsWith("otpauth://totp/Tessera:viewer%40globex.test?secret=" + begun.at("secret"));
        assertThat(begun.at("qr_svg")).startsWith("<svg");
        assertThat(factor(mine, "/confirm", "{\"otp\": \"nonsense\"}").at("code"))
                .isEqualTo("invalid_otp");
        Answer confirmed = factor(
                mine,
                "/confirm",
                "{\"otp\": \"%s\"}".formatted(AuthenticatorApp.shows(begun.at("secret"), ago(Duration.ZERO))));
        assertThat(confirmed.status()).as(confirmed.toString()).isEqualTo(200);

        Answer half = world.signIn("viewer@globex.test");
        assertThat(half.status()).isEqualTo(401);
        assertThat(half.at("code")).isEqualTo("mfa_required");
        assertThat(half.at("field")).isEqualTo("otp");
        assertThat(withCode("nonsense").at("code")).isEqualTo("invalid_otp");
        assertThat(withCode(confirmed.at("codes.0")).at("access_token")).isNotEmpty();
        assertThat(withCode(confirmed.at("codes.0")).at("code")).isEqualTo("invalid_otp");

        Answer state = world.api.get("/api/v1/me/second-factor").bearer(mine).send();
        assertThat(state.at("on")).isEqualTo("true");
        assertThat(state.at("recovery_codes_left")).isEqualTo("9");
        String members = "/api/v1/members";
        assertThat(world.api.get(members).bearer(world.globex.owner()).send().text())
                .containsOnlyOnce("\"second_factor\":true");
        assertThat(world.api.get(members).bearer(mine).send().text()).doesNotContain("second_factor");

        String end = "{\"password\": \"%s\", \"otp\": \"%s\"}".formatted(World.PASSWORD, confirmed.at("codes.1"));
        assertThat(factor(mine, "/off", end).status()).isEqualTo(204);
        assertThat(world.signIn("viewer@globex.test").status()).isEqualTo(200);
    }

    private static Answer factor(String token, String step, String body) {
        return world.api
                .post("/api/v1/me/second-factor" + step, body)
                .bearer(token)
                .send();
    }

    private static Answer withCode(String code) {
        return world.api
                .post("/api/v1/auth/token", """
                        {"grant_type": "password", "email": "viewer@globex.test", "password": "%s", "otp": "%s"}""".formatted(World.PASSWORD, code))
                .send();
    }

    private static Answer ended(String address, String token) {
        return world.api.ask("DELETE", address, "").bearer(token).send();
    }

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static int statusWith(String token) {
        return world.api.get("/api/v1/me").bearer(token).send().status();
    }

    private static Answer passwordGrant(String email, String password) {
        return world.api
                .post("/api/v1/auth/token", """
                        {"grant_type": "password", "email": "%s", "password": "%s"}""".formatted(email, password))
                .send();
    }

    private static Answer refresh(String token) {
        return world.api.post("/api/v1/auth/token", """
                        {"grant_type": "refresh_token", "refresh_token": "%s"}""".formatted(token)).send();
    }

    private static ECKey key() throws ParseException {
        var stored = world.api.bean(SigningKeys.class).current(Caller.Job.named("test"));
        return new ECKey.Builder(ECKey.parse(stored.privateJwk()))
                .keyID(stored.kid())
                .build();
    }

    private static ECKey another(String kid) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    }

    private static Instant ago(Duration time) {
        return java.time.Clock.systemUTC().instant().minus(time);
    }

    private static String signed(ECKey key, JWTClaimsSet claims, UnaryOperator<JWTClaimsSet.Builder> change)
            throws JOSEException {
        JWTClaimsSet changed = change.apply(new JWTClaimsSet.Builder(claims)).build();
        return sign(
                changed,
                new ECDSASigner(key),
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).type(TYPE));
    }

    private static String hmac(JWTClaimsSet claims, ECKey key) throws JOSEException {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        return sign(
                claims,
                new MACSigner(secret),
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).type(TYPE));
    }

    private static String sign(JWTClaimsSet claims, JWSSigner signer, JWSHeader.Builder header) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String header(ECKey key, String algorithm) {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"}";
    }

    private static String withHeader(String token, String header) {
        return base64(header.getBytes(StandardCharsets.UTF_8)) + token.substring(token.indexOf('.'));
    }

    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = claims.replace(world.acme.id(), world.globex.id());
        return parts[0] + "." + base64(changed.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
