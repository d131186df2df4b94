package cloud.tessera.quota.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.transaction.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private final Ground ground = new Ground();
    private final MovableClock wall = MovableClock.standingAt(Ground.START);
    private final SigningKeys keys = new SigningKeys(ground.transactions, ground.audit, wall);

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void many_that_need_the_first_key_at_once_get_the_same_one() throws Exception {
        List<String> kids = Together.run(8, number -> keys.current(Ground.JOB).kid());
        assertThat(kids).hasSize(8).containsOnly(kids.getFirst());
        assertThat(keys.live(Ground.JOB)).extracting(SigningKey::kid).containsExactly(kids.getFirst());
    }

    @Test
    void a_key_is_followed_after_30_days_by_one_that_is_known_an_hour_before_it_signs() {
        String first = keys.current(Ground.JOB).kid();
        keys.rotate(Ground.JOB);
        wall.moveTo(Ground.START.plus(Duration.ofDays(30)).minus(Duration.ofMinutes(61)));
        keys.rotate(Ground.JOB);
        assertThat(live()).containsExactly(first);

        wall.moveTo(Ground.START.plus(Duration.ofDays(30)).minus(Duration.ofHours(1)));
        keys.rotate(Ground.JOB);
        keys.rotate(Ground.JOB);
        assertThat(live()).hasSize(2).startsWith(first);
        String second = live().getLast();
        assertThat(keys.current(Ground.JOB).kid()).isEqualTo(first);

        wall.moveTo(Ground.START.plus(Duration.ofDays(30)));
        assertThat(keys.current(Ground.JOB).kid()).isEqualTo(second);
        // What the first one signed a moment ago is still valid.
        wall.moveTo(Ground.START
                .plus(Duration.ofDays(30))
                .plus(Duration.ofMinutes(30))
                .minusSeconds(1));
        assertThat(live()).containsExactly(first, second);
        wall.moveTo(Ground.START.plus(Duration.ofDays(30)).plus(Duration.ofMinutes(30)));
        assertThat(live()).containsExactly(second);
    }

    @Test
    void workers_that_rotate_at_once_add_one_key() throws Exception {
        keys.current(Ground.JOB);
        wall.moveTo(Ground.START.plus(Duration.ofDays(31)));
        Together.run(8, number -> {
            keys.rotate(Ground.JOB);
            return number;
        });
        assertThat(live()).hasSize(2);
    }

    @Test
    void a_key_that_became_known_is_replaced_at_once_and_what_it_signed_is_valid_no_more() {
        String first = keys.current(Ground.JOB).kid();
        String second = keys.replace(Ground.JOB);
        assertThat(second).isNotEqualTo(first);
        assertThat(keys.current(Ground.JOB).kid()).isEqualTo(second);
        assertThat(live()).containsExactly(second);
    }

    private List<String> live() {
        return keys.live(Ground.JOB).stream().map(SigningKey::kid).toList();
    }

    @Test
    void the_public_part_checks_what_the_private_part_has_signed_and_has_no_secret() throws Exception {
        SigningKey key = keys.current(Ground.JOB);
        Map<?, ?> open = Json.read(key.publicJwk(), Map.class);
        Map<?, ?> secret = Json.read(key.privateJwk(), Map.class);
        assertThat(open.keySet().stream().map(String::valueOf))
                .containsExactlyInAnyOrder("kty", "crv", "alg", "use", "kid", "x", "y");
        assertThat(open.get("kid")).isEqualTo(key.kid());
        assertThat(key.toString()).doesNotContain(String.valueOf(secret.get("d")));

        byte[] message = "a token".getBytes(StandardCharsets.US_ASCII);
        var factory = KeyFactory.getInstance("EC");
        var signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(factory.generatePrivate(new ECPrivateKeySpec(number(secret.get("d")), p256())));
        signer.update(message);
        byte[] signature = signer.sign();
        var point = new ECPoint(number(open.get("x")), number(open.get("y")));
        signer.initVerify(factory.generatePublic(new ECPublicKeySpec(point, p256())));
        signer.update(message);
        assertThat(signer.verify(signature)).isTrue();
    }

    @Test
    void numbers_always_take_32_bytes() {
        for (int i = 0; i < 300; i++) {
            EllipticKey key = EllipticKey.generate();
            assertThat(List.of(key.x(), key.y(), key.d()))
                    .allSatisfy(text ->
                            assertThat(Base64.getUrlDecoder().decode(text)).hasSize(32));
            assertThat(EllipticKey.of(key.privateJwk())).isEqualTo(key);
        }
    }

    @Test
    void the_key_id_is_the_thumbprint_of_rfc_7638() {
        // Computed apart from this code, with OpenSSL, from the key of RFC 7517, A.1.
        var key = new EllipticKey(
                "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "");
        assertThat(key.kid()).isEqualTo("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
    }

    @Test
    void keys_are_for_the_platform() {
        Ground.Tenant acme = ground.tenant("acme");
        assertThatThrownBy(() -> keys.current(acme.owner())).hasMessageContaining("forbidden");
        assertThatThrownBy(() -> keys.live(acme.owner())).hasMessageContaining("forbidden");
    }

    private static BigInteger number(@Nullable Object text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(text)));
    }

    private static ECParameterSpec p256() throws Exception {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }
}
