package cloud.tessera.quota.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void a_password_matches_its_hash_and_no_other_does() {
        PasswordHash hash = hash("correct horse");
        assertThat(hash.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hash.matches("correct horse")).isTrue();
        assertThat(hash.matches("correct hors")).isFalse();
        assertThat(hash.matches("")).isFalse();
        assertThat(PasswordHash.OF_NOBODY.matches("correct horse")).isFalse();
    }

    @Test
    void two_hashes_of_one_password_differ() {
        assertThat(hash("correct horse")).isNotEqualTo(hash("correct horse"));
    }

    @Test
    void a_hash_made_by_the_reference_implementation_with_other_figures_matches() {
        // From the tests of the reference implementation, phc-winner-argon2, src/test.c: version 0x13, Argon2id.
        var hash = new PasswordHash(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(hash.matches("password")).isTrue();
        assertThat(hash.matches("differentpassword")).isFalse();
    }

    @Test
    void the_same_characters_from_another_keyboard_match() {
        assertThat(hash("caf\u00e9 cr\u00e8me").matches("cafe\u0301 cre\u0300me"))
                .isTrue();
    }

    @Test
    void a_password_has_8_to_256_characters() {
        assertThatThrownBy(() -> hash("1234567")).hasMessageContaining("weak_password");
        assertThatThrownBy(() -> hash("x".repeat(257))).hasMessageContaining("weak_password");
    }

    @Test
    void a_hash_is_never_printed_and_nothing_else_is_taken_for_one() {
        assertThat(hash("correct horse").toString()).doesNotContain("argon2id");
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordHash("correct horse"));
    }

    private static PasswordHash hash(String password) {
        return PasswordHash.of(password).orThrow();
    }
}
