package cloud.tessera.quota.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.ops.testing.AuthenticatorApp;
import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Role;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondFactorTest {
    private static final Caller.Request REQUEST = Caller.Request.of("test");
    private static final String PASSWORD = "a long password";
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final FactorKey KEY = FactorKey.generate();
    private static final Ground ground = new Ground();
    private static int tests;

    private final int test = ++tests;
    private final Instant start = Ground.START.plus(Duration.ofDays(test));
    private final String dana = "dana" + test + "@example.org";
    private final Ground.Tenant acme = ground.tenant("acme" + test);
    private final MovableClock wall = MovableClock.standingAt(start);
    private final SecondFactors factors = new SecondFactors(ground.transactions, () -> KEY, wall);
    private final SignIn signIn =
            new SignIn(ground.transactions, ground.people, ground.members, factors, ground.audit, wall);
    private final OwnSecondFactor own = new OwnSecondFactor(ground.transactions, signIn, factors, ground.audit);
    private final LostSecondFactor lost =
            new LostSecondFactor(ground.transactions, ground.people, signIn, factors, ground.audit);

    @BeforeEach
    void dana_is_a_viewer_of_acme() {
        ground.members
                .add(acme.owner(), acme.organization().id(), dana, "Dana", Role.VIEWER, PASSWORD)
                .orThrow();
    }

    @AfterAll
    static void close() {
        ground.close();
    }

    /** RFC 6238, appendix B: the last six of the eight digits there. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void codes_are_those_of_the_rfc(long second, String code) {
        assertThat(TimeCodes.code("12345678901234567890".getBytes(US_ASCII), Instant.ofEpochSecond(second)))
                .isEqualTo(code);
    }

    /** RFC 4648, section 10. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void secrets_are_written_in_base32(String bytes, String text) {
        assertThat(Secrets.base32(bytes.getBytes(US_ASCII))).isEqualTo(text);
    }

    @Test
    void until_the_first_code_it_is_not_asked_for_and_then_it_is() {
        Caller caller = enter(null);
        Enrolment enrolment = own.begin(caller, PASSWORD).orThrow();
        assertThat(own.state(caller).since()).isEmpty();
        enter(null);
        assertThat(code(own.confirm(caller, "nonsense"))).isEqualTo("invalid_otp");
        assertThat(own.confirm(caller, shown(enrolment, wall.instant()))
                        .orThrow()
                        .codes())
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}"));
        assertThat(own.state(caller).since()).contains(start);
        assertThat(refused(PASSWORD, null)).isEqualTo("mfa_required");
        assertThat(refused("wrong", null)).isEqualTo("invalid_credentials");
        wall.moveTo(start.plus(STEP));
        enter(shown(enrolment, wall.instant()));
    }

    @Test
    void what_is_shown_once_is_in_no_text_and_the_image_is_the_address() throws Exception {
        Enrolment enrolment = own.begin(enter(null), PASSWORD).orThrow();
        assertThat(enrolment.uri())
                .isEqualTo("otpauth://totp/Tessera:dana" + test + "%40example.org?secret=" + enrolment.secret()
                        + "&issuer=Tessera&algorithm=SHA1&digits=6&period=30");
        assertThat(read(enrolment.qrSvg())).isEqualTo(enrolment.uri());
        for (Object secret : List.of(enrolment, KEY, new Shown("dana", PASSWORD, "123456"), RecoveryCodes.generate())) {
            assertThat(secret.toString()).doesNotContain(enrolment.secret(), KEY.text(), PASSWORD, "-");
        }
    }

    @Test
    void beginning_takes_the_password_and_another_secret_each_time() {
        Caller caller = enter(null);
        assertThat(code(own.begin(caller, "wrong"))).isEqualTo("wrong_password");
        Enrolment first = own.begin(caller, PASSWORD).orThrow();
        Enrolment second = own.begin(caller, PASSWORD).orThrow();
        assertThat(code(own.confirm(caller, shown(first, start)))).isEqualTo("invalid_otp");
        own.confirm(caller, shown(second, start)).orThrow();
        assertThat(code(own.begin(caller, PASSWORD))).isEqualTo("second_factor_on");
        assertThat(code(own.confirm(caller, shown(second, start)))).isEqualTo("second_factor_not_begun");
        assertThatThrownBy(() -> own.state(Ground.JOB)).hasMessageContaining("forbidden");
    }

    @Test
    void a_code_is_good_one_step_to_either_side_and_once() {
        On on = turnedOn();
        Instant later = start.plus(STEP.multipliedBy(10));
        wall.moveTo(later);
        assertThat(refused(PASSWORD, shown(on.enrolment, later.minus(STEP.multipliedBy(2)))))
                .isEqualTo("invalid_otp");
        assertThat(refused(PASSWORD, shown(on.enrolment, later.plus(STEP.multipliedBy(2)))))
                .isEqualTo("invalid_otp");
        enter(shown(on.enrolment, later.minus(STEP)));
        enter(" " + shown(on.enrolment, later).replaceAll("^...", "$0 "));
        enter(shown(on.enrolment, later.plus(STEP)));
        for (int step = -1; step <= 1; step++) {
            assertThat(refused(PASSWORD, shown(on.enrolment, later.plus(STEP.multipliedBy(step)))))
                    .isEqualTo("invalid_otp");
        }
    }

    @Test
    void of_many_that_show_a_code_at_once_one_comes_in() throws Exception {
        On on = turnedOn();
        wall.moveTo(start.plus(STEP));
        String code = shown(on.enrolment, wall.instant());
        assertThat(Together.run(8, number -> outcome(signIn(PASSWORD, code))))
                .containsOnlyOnce("done")
                .filteredOn(outcome -> !outcome.equals("done"))
                .containsOnly("invalid_otp");
        String recovery = on.codes.codes().getFirst();
        assertThat(Together.run(8, number -> outcome(signIn(PASSWORD, recovery))))
                .containsOnlyOnce("done");
    }

    @Test
    void each_recovery_code_lets_in_once_however_it_is_typed() {
        On on = turnedOn();
        for (String code : on.codes.codes()) {
            enter(" " + code.toUpperCase(Locale.ROOT).replace('-', ' '));
            assertThat(refused(PASSWORD, code)).isEqualTo("invalid_otp");
        }
        assertThat(own.state(on.caller).recoveryCodesLeft()).isZero();
    }

    @Test
    void after_ten_wrong_codes_even_the_right_one_waits_and_nobody_else_can_bring_that_about() throws Exception {
        On on = turnedOn();
        for (int i = 0; i < 5; i++) {
            assertThat(refused("wrong", "000000")).isEqualTo("invalid_credentials");
            assertThat(refused(PASSWORD, null)).isEqualTo("mfa_required");
        }
        assertThat(Together.run(20, number -> outcome(signIn(PASSWORD, "nonsense"))))
                .filteredOn("invalid_otp"::equals)
                .hasSize(10);
        wall.moveTo(start.plus(STEP));
        assertThat(refused(PASSWORD, shown(on.enrolment, wall.instant()))).isEqualTo("too_many_attempts");
        assertThat(code(own.turnOff(on.caller, PASSWORD, shown(on.enrolment, wall.instant()))))
                .isEqualTo("too_many_attempts");
        wall.moveTo(start.plus(Duration.ofMinutes(15)));
        enter(shown(on.enrolment, wall.instant()));
    }

    @Test
    void turning_it_off_takes_password_and_code() {
        On on = turnedOn();
        wall.moveTo(start.plus(STEP));
        String code = shown(on.enrolment, wall.instant());
        assertThat(code(own.turnOff(on.caller, "wrong", code))).isEqualTo("wrong_password");
        assertThat(code(own.turnOff(on.caller, PASSWORD, "nonsense"))).isEqualTo("invalid_otp");
        own.turnOff(on.caller, PASSWORD, code).orThrow();
        enter(null);
        assertThat(code(own.turnOff(on.caller, PASSWORD, code))).isEqualTo("second_factor_off");
        assertThat(ground.audit.list(Ground.JOB, Page.Request.first(10)).items())
                .extracting(entry -> entry.action())
                .contains("second_factor.on", "second_factor.off");
    }

    @Test
    void who_has_lost_both_is_let_in_by_whoever_runs_the_platform() {
        On on = turnedOn();
        assertThatThrownBy(() -> lost.reset(acme.owner(), dana)).hasMessageContaining("forbidden");
        assertThat(code(lost.reset(Ground.JOB, "nobody@example.org"))).isEqualTo("not_found");
        lost.reset(Ground.JOB, dana).orThrow();
        assertThatThrownBy(() -> own.state(on.caller)).hasMessageContaining("session_ended");
        enter(null);
        assertThat(code(lost.reset(Ground.JOB, dana))).isEqualTo("second_factor_off");
    }

    @Test
    void an_owner_sees_who_has_one_and_others_do_not() {
        On on = turnedOn();
        PersonId person = PersonId.of(on.caller.actor());
        assertThat(ground.members.withSecondFactor(
                        acme.owner(), acme.organization().id()))
                .containsExactly(person);
        assertThatThrownBy(() -> ground.members.withSecondFactor(
                        acme.as(Role.VIEWER), acme.organization().id()))
                .hasMessageContaining("forbidden");
        Ground.Tenant other = ground.tenant("other" + test);
        assertThatThrownBy(() -> ground.members.withSecondFactor(
                        other.owner(), acme.organization().id()))
                .hasMessageContaining("not_found");
    }

    @Test
    void who_is_added_again_has_none() {
        On on = turnedOn();
        ground.members
                .remove(acme.owner(), acme.organization().id(), PersonId.of(on.caller.actor()))
                .orThrow();
        ground.members
                .add(acme.owner(), acme.organization().id(), dana, "Dana", Role.VIEWER, PASSWORD)
                .orThrow();
        enter(null);
    }

    @Test
    void a_stored_secret_is_sealed_for_one_person_by_one_key() throws Exception {
        On on = turnedOn();
        PersonId person = PersonId.of(on.caller.actor());
        byte[] secret = "12345678901234567890".getBytes(US_ASCII);
        byte[] sealed = KEY.seal(secret, person);
        assertThat(KEY.open(sealed, person)).isEqualTo(secret);
        assertThat(FactorKey.of(KEY.text()).open(sealed, person)).isEqualTo(secret);
        PersonId another = new PersonId(new IdSource(ground.clock, new Random(5)).next());
        assertThatThrownBy(() -> KEY.open(sealed, another)).hasMessageContaining("another key");
        assertThatThrownBy(() -> FactorKey.generate().open(sealed, person)).hasMessageContaining("another key");
        for (String wrong : List.of("", "AAAA", "not base64!")) {
            assertThatThrownBy(() -> FactorKey.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        try (var connection = ground.owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select secret from quota.second_factor")) {
            while (rows.next()) {
                assertThat(rows.getBytes(1)).hasSize(12 + 20 + 16);
            }
        }
    }

    @Test
    void who_is_erased_leaves_no_secret_behind() throws Exception {
        On on = turnedOn();
        PersonId person = PersonId.of(on.caller.actor());
        try (var connection = ground.owner();
                var statement = connection.createStatement()) {
            statement.executeUpdate("update quota.person set erased_at = created_at where email = '" + dana + "'");
        }
        assertThat(ground.transactions.<Boolean>run(
                        Ground.JOB, tx -> SecondFactorStore.find(tx, person).isPresent()))
                .isFalse();
    }

    /** Somebody who has turned it on. */
    private record On(Caller caller, Enrolment enrolment, RecoveryCodes codes) {}

    private On turnedOn() {
        Caller caller = enter(null);
        Enrolment enrolment = own.begin(caller, PASSWORD).orThrow();
        return new On(
                caller,
                enrolment,
                own.confirm(caller, shown(enrolment, wall.instant())).orThrow());
    }

    private static String shown(Enrolment enrolment, Instant at) {
        return AuthenticatorApp.shows(enrolment.secret(), at);
    }

    private Outcome<SignedIn> signIn(String password, @Nullable String code) {
        return signIn.withPassword(REQUEST, new Shown(dana, password, code), SessionKind.API, Origin.UNKNOWN);
    }

    private Caller enter(@Nullable String code) {
        return signIn.callerOf(signIn(PASSWORD, code).orThrow().session(), null, REQUEST);
    }

    private String refused(String password, @Nullable String code) {
        return code(signIn(password, code));
    }

    private static String outcome(Outcome<?> outcome) {
        return outcome instanceof Outcome.Done<?> ? "done" : code(outcome);
    }

    private static String code(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal().code();
    }

    /** Reads a QR code as a telephone does, from its image: each dark square of the path as 4 x 4 points. */
    private static String read(String svg) throws Exception {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int side = 4 * Integer.parseInt(box.group(1));
        int[] points = new int[side * side];
        Arrays.fill(points, 0xffffff);
        Matcher square = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
        while (square.find()) {
            for (int y = 0; y < 4; y++) {
                int row = 4 * Integer.parseInt(square.group(2)) + y;
                int from = side * row + 4 * Integer.parseInt(square.group(1));
                Arrays.fill(points, from, from + 4, 0);
            }
        }
        var image = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, points)));
        return new QRCodeReader().decode(image).getText();
    }
}
