package cloud.tessera.quota.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Transactions;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final Caller.Request REQUEST = Caller.Request.of("test");

    private static final Ground ground = new Ground();
    private static int tests;

    private final int test = ++tests;
    private final Instant start = ground.clock.instant();
    private final Ground.Tenant acme = ground.tenant("acme" + test);
    private final Ground.Tenant other = ground.tenant("other" + test);
    private final ApiKeys keys = new ApiKeys(ground.transactions, ground.projects, ground.audit);

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void a_key_stands_for_its_organization_project_and_role() {
        NewKey made = keys.create(
                        acme.owner(), "ci", Role.DEVELOPER, acme.project().id(), null)
                .orThrow();
        assertThat(made.secret())
                .matches("tsk_[0-9A-Za-z]{26}_[0-9A-Za-z]{6}")
                .contains(made.key().hint());
        assertThat(keys.authenticate(made.secret(), REQUEST).orThrow())
                .isEqualTo(new Caller.Key(
                        made.key().id(),
                        acme.organization().id(),
                        Optional.of(acme.project().id()),
                        Role.DEVELOPER,
                        REQUEST));
        assertThat(keys.callerOf(made.key().id(), REQUEST).orThrow())
                .isEqualTo(keys.authenticate(made.secret(), REQUEST).orThrow());
    }

    @Test
    void the_secret_is_not_stored() throws Exception {
        NewKey made = create(null);
        try (var connection = ground.owner();
                var statement = connection.prepareStatement(
                        "select (select count(*) from quota.api_key k where k::text like ?) "
                                + "+ (select count(*) from quota.audit_entry a where a::text like ?)")) {
            statement.setString(1, "%" + made.secret().substring(4, 30) + "%");
            statement.setString(2, "%" + made.secret().substring(4, 30) + "%");
            try (var row = statement.executeQuery()) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        }
    }

    @Test
    void a_key_with_a_wrong_checksum_is_refused_without_asking_the_database() {
        String secret = create(null).secret();
        char last = secret.charAt(secret.length() - 1);
        String forged = secret.substring(0, secret.length() - 1) + (last == 'a' ? 'b' : 'a');
        var noDatabase =
                new ApiKeys(new Transactions(unreachable(), ground.clock, ground.ids), ground.projects, ground.audit);
        for (String text : new String[] {forged, "", "tsk_", secret + "0", secret.replace("tsk_", "tsx_")}) {
            assertRefused(noDatabase.authenticate(text, REQUEST));
        }
        assertThatThrownBy(() -> noDatabase.authenticate(secret, REQUEST)).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_made_up_key_with_a_right_checksum_is_refused() {
        String random = "tsk_" + "A".repeat(26);
        assertRefused(keys.authenticate(random + "_" + Secrets.crc(random), REQUEST));
    }

    @Test
    void a_revoked_key_is_refused_at_once() {
        NewKey made = create(null);
        ApiKey revoked = keys.revoke(acme.owner(), made.key().id()).orThrow();
        assertThat(revoked.revokedAt()).contains(start);
        assertRefused(keys.authenticate(made.secret(), REQUEST));
        assertRefused(keys.callerOf(made.key().id(), REQUEST));
        assertThat(keys.revoke(acme.owner(), made.key().id()).orThrow()).isEqualTo(revoked);
        assertThat(keys.list(acme.owner())).containsExactly(revoked);
    }

    @Test
    void a_key_is_refused_from_its_expiry_on() {
        NewKey made = create(start.plus(Duration.ofDays(1)));
        ground.clock.moveTo(start.plus(Duration.ofDays(1)).minusMillis(1));
        keys.authenticate(made.secret(), REQUEST).orThrow();
        ground.clock.moveTo(start.plus(Duration.ofDays(1)));
        assertRefused(keys.authenticate(made.secret(), REQUEST));
        assertThat(refusal(keys.create(acme.owner(), "late", Role.VIEWER, null, start))
                        .code())
                .isEqualTo("invalid_expiry");
    }

    @Test
    void the_last_use_is_noted_to_the_minute() {
        NewKey made = create(null);
        keys.authenticate(made.secret(), REQUEST).orThrow();
        ground.clock.moveTo(start.plusSeconds(50));
        keys.authenticate(made.secret(), REQUEST).orThrow();
        assertThat(keys.list(acme.owner()).getFirst().lastUsedAt()).contains(start);
        ground.clock.moveTo(start.plusSeconds(61));
        keys.authenticate(made.secret(), REQUEST).orThrow();
        assertThat(keys.list(acme.owner()).getFirst().lastUsedAt()).contains(start.plusSeconds(61));
    }

    @Test
    void a_key_may_not_do_more_than_who_makes_it() {
        assertThatThrownBy(() -> keys.create(acme.as(Role.DEVELOPER), "up", Role.OWNER, null, null))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> keys.create(acme.as(Role.DEVELOPER), "up", Role.FINANCE, null, null))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> keys.create(acme.as(Role.VIEWER), "up", Role.VIEWER, null, null))
                .hasMessageContaining("forbidden");
        keys.create(acme.as(Role.DEVELOPER), "same", Role.DEVELOPER, null, null).orThrow();
    }

    @Test
    void a_key_of_one_project_makes_sees_and_ends_keys_of_that_project_alone() {
        Project research = ground.projects.create(acme.owner(), "research").orThrow();
        NewKey wide = create(null);
        NewKey made = keys.create(acme.owner(), "bound", Role.DEVELOPER, research.id(), null)
                .orThrow();
        Caller bound = keys.authenticate(made.secret(), REQUEST).orThrow();
        assertThatThrownBy(() -> keys.create(bound, "wider", Role.DEVELOPER, null, null))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> keys.create(
                        bound, "other", Role.DEVELOPER, acme.project().id(), null))
                .hasMessageContaining("forbidden");
        NewKey second = keys.create(bound, "second", Role.DEVELOPER, research.id(), null)
                .orThrow();
        assertThat(second.key().createdBy()).isEmpty();
        assertThat(keys.list(bound)).extracting(ApiKey::name).containsExactly("second", "bound");
        assertThat(refusal(keys.revoke(bound, wide.key().id())).code()).isEqualTo("not_found");
    }

    @Test
    void a_key_for_a_project_of_another_organization_is_not_made_and_a_foreign_key_does_not_exist() {
        assertThat(refusal(keys.create(
                                acme.owner(),
                                "foreign",
                                Role.VIEWER,
                                other.project().id(),
                                null))
                        .code())
                .isEqualTo("not_found");
        ApiKeyId foreign = create(null).key().id();
        assertThat(refusal(keys.revoke(other.owner(), foreign)).code()).isEqualTo("not_found");
        assertThat(keys.list(other.owner())).isEmpty();
    }

    @Test
    void the_checksum_is_crc_32_in_six_places_of_base62() {
        // 0xCBF43926 is the published check value of CRC-32/ISO-HDLC for "123456789".
        long value = 0;
        for (char c : Secrets.crc("123456789").toCharArray()) {
            value = value * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(c);
        }
        assertThat(value).isEqualTo(0xCBF43926L);
    }

    private NewKey create(@Nullable Instant expires) {
        return keys.create(acme.owner(), "ci", Role.DEVELOPER, null, expires).orThrow();
    }

    private static void assertRefused(Outcome<Caller> outcome) {
        assertThat(refusal(outcome).code()).isEqualTo("invalid_api_key");
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal();
    }

    private static DataSource unreachable() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("The database was asked");
                });
    }
}
