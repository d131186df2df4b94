package cloud.tessera.quota.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnSessionsTest {
    private static final Caller.Request REQUEST = Caller.Request.of("test");
    private static final String PASSWORD = "a long password";
    private static final Origin HOME = Origin.of("curl/8.5.0", "203.0.113.9");
    private static final Ground ground = new Ground();
    private static int tests;

    private final int test = ++tests;
    private final Ground.Tenant acme = ground.tenant("acme" + test);
    private final MovableClock wall = MovableClock.standingAt(Ground.START);
    private final SignIn signIn = new SignIn(
            ground.transactions,
            ground.people,
            ground.members,
            new SecondFactors(ground.transactions, FactorKey::generate, wall),
            ground.audit,
            wall);
    private final OwnSessions sessions = new OwnSessions(ground.transactions, signIn);

    @BeforeEach
    void dana_and_eve_are_viewers_of_acme() {
        for (String name : List.of("dana", "eve")) {
            ground.members
                    .add(
                            acme.owner(),
                            acme.organization().id(),
                            name + test + "@example.org",
                            name,
                            Role.VIEWER,
                            PASSWORD)
                    .orThrow();
        }
    }

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void a_person_sees_the_own_sign_ins_newest_first_and_nobody_elses() {
        Caller first = enter("dana");
        wall.moveTo(Ground.START.plusSeconds(1));
        Caller second = enter("dana");
        enter("eve");
        assertThat(sessions.list(first))
                .containsExactly(
                        new OwnSession(
                                session(second),
                                SessionKind.API,
                                Ground.START.plusSeconds(1),
                                Ground.START.plusSeconds(1),
                                Ground.START.plusSeconds(1).plus(SessionKind.API.length()),
                                HOME,
                                false),
                        new OwnSession(
                                session(first),
                                SessionKind.API,
                                Ground.START,
                                Ground.START,
                                Ground.START.plus(SessionKind.API.length()),
                                HOME,
                                true));
        assertThatThrownBy(() -> sessions.list(Ground.JOB)).hasMessageContaining("forbidden");
    }

    @Test
    void use_is_noted_once_in_a_minute() {
        Caller dana = enter("dana");
        wall.moveTo(Ground.START.plusSeconds(59));
        signIn.callerOf(session(dana), null, REQUEST);
        assertThat(sessions.list(dana).getFirst().lastUsed()).isEqualTo(Ground.START);
        wall.moveTo(Ground.START.plusSeconds(60));
        signIn.callerOf(session(dana), null, REQUEST);
        assertThat(sessions.list(dana).getFirst().lastUsed()).isEqualTo(Ground.START.plusSeconds(60));
    }

    @Test
    void one_that_is_ended_works_nowhere_and_is_noted() {
        Caller stays = enter("dana");
        Caller goes = enter("dana");
        sessions.end(stays, session(goes)).orThrow();
        assertThatThrownBy(() -> signIn.callerOf(session(goes), null, REQUEST)).hasMessageContaining("session_ended");
        assertThat(sessions.list(stays)).extracting(OwnSession::id).containsExactly(session(stays));
        var entry = ground.audit.list(Ground.JOB, Page.Request.first(1)).items().getFirst();
        assertThat(entry.action() + " " + entry.subject() + " by " + entry.actor())
                .isEqualTo("session.ended " + session(goes).text() + " by " + stays.actor());
    }

    @Test
    void somebody_elses_and_one_that_has_ended_are_not_found() {
        Caller dana = enter("dana");
        Caller eve = enter("eve");
        assertThat(code(sessions.end(dana, session(eve)))).isEqualTo("not_found");
        signIn.callerOf(session(eve), null, REQUEST);
        sessions.end(dana, session(dana)).orThrow();
        assertThat(code(sessions.end(dana, session(dana)))).isEqualTo("not_found");
        Caller late = enter("dana");
        wall.moveTo(Ground.START.plus(Duration.ofDays(31)));
        assertThat(sessions.list(late)).isEmpty();
        assertThat(code(sessions.end(late, session(late)))).isEqualTo("not_found");
    }

    @Test
    void all_others_end_and_of_many_at_once_each_is_counted_once() throws Exception {
        Caller stays = enter("dana");
        Caller eve = enter("eve");
        for (int i = 0; i < 5; i++) {
            enter("dana");
        }
        int ended = Together.run(4, number -> sessions.endOthers(stays)).stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(ended).isEqualTo(5);
        assertThat(sessions.list(stays)).extracting(OwnSession::current).containsExactly(true);
        assertThat(sessions.list(eve)).hasSize(1);
    }

    @Test
    void from_where_is_forgotten_with_the_session_and_with_the_person() throws Exception {
        Caller dana = enter("dana");
        Caller eve = enter("eve");
        assertThat(origins()).isEqualTo(2);
        sessions.end(dana, session(dana)).orThrow();
        assertThat(origins()).isEqualTo(1);
        try (var connection = ground.owner();
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update quota.person set erased_at = created_at where email = 'eve" + test + "@example.org'");
        }
        assertThat(origins()).isZero();
        assertThat(eve.signIn()).isPresent();
    }

    /** How many sessions of this test know from where they began. */
    private int origins() throws Exception {
        try (var connection = ground.owner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from quota.session s join quota.person p"
                        + " on p.id = s.person_id where (s.client is not null or s.address is not null)"
                        + " and p.email like '%" + test + "@example.org'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0, Firefox on Linux",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0, Edge on Windows",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1, Safari on iOS",
                "Mozilla/5.0 Something, Mozilla/5.0",
                "curl/8.5.0, curl/8.5.0",
                "tessera-cli/1.0 (somebody's laptop), tessera-cli/1.0",
                "<script>alert(1)</script>, -",
                "'', -"
            })
    void a_program_is_known_by_its_name_alone(String userAgent, String client) {
        assertThat(Origin.of(userAgent, null).client().orElse(null)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "203.0.113.9, 203.0.113.0/24",
                "2001:db8:7:1::9, 2001:db8:7::/48",
                "'203.0.113.9, 10.0.0.1', -",
                "example.org, -",
                "999.1.1.1, -",
                ":::::, -"
            })
    void an_address_is_kept_without_the_part_that_names_a_machine(String address, String network) {
        assertThat(Origin.of(null, address).network().orElse(null)).isEqualTo(network);
    }

    @Test
    void the_longest_user_agent_fits() {
        assertThat(Origin.of("a".repeat(5000), null)).isEqualTo(Origin.UNKNOWN);
        assertThat(Origin.of("A".repeat(60).toLowerCase(Locale.ROOT), null).client())
                .isPresent();
    }

    private Caller enter(String name) {
        SignedIn in = signIn.withPassword(
                        REQUEST, new Shown(name + test + "@example.org", PASSWORD, null), SessionKind.API, HOME)
                .orThrow();
        return signIn.callerOf(in.session(), null, REQUEST);
    }

    private static SessionId session(Caller caller) {
        return caller.signIn().orElseThrow();
    }

    private static String code(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal().code();
    }
}
