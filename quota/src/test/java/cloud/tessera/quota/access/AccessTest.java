package cloud.tessera.quota.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.tenant.Membership;
import cloud.tessera.quota.tenant.PasswordHash;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final Caller.Request REQUEST = Caller.Request.of("test");
    private static final String PASSWORD = "a long password";

    private static final Ground ground = new Ground();
    private static int tests;

    private final int test = ++tests;
    private final Instant start = Ground.START.plus(Duration.ofDays(100L * test));
    private final String dana = "dana" + test + "@example.org";
    private final Ground.Tenant acme = ground.tenant("acme" + test);
    private final Ground.Tenant other = ground.tenant("other" + test);
    private final OrganizationId id = acme.organization().id();
    private final MovableClock wall = MovableClock.standingAt(start);
    private final SignIn signIn = new SignIn(
            ground.transactions,
            ground.people,
            ground.members,
            new SecondFactors(ground.transactions, FactorKey::generate, wall),
            ground.audit,
            wall);
    private final OwnPassword ownPassword = new OwnPassword(ground.transactions, ground.people, signIn, ground.audit);
    private final RefreshTokens tokens = new RefreshTokens(ground.transactions, signIn, wall);

    @BeforeEach
    void dana_is_a_developer_of_acme() {
        ground.members
                .add(acme.owner(), id, dana, "Dana", Role.DEVELOPER, PASSWORD)
                .orThrow();
    }

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void a_member_signs_in_and_acts_with_the_role_that_is_stored() {
        SignedIn in = enter(" Dana" + test + "@Example.org ");
        assertThat(in.name()).isEqualTo("Dana");
        assertThat(in.platformRole()).isEmpty();
        assertThat(in.memberships())
                .containsExactly(new Membership(id, acme.organization().name(), Role.DEVELOPER));
        assertThat(in.expiresAt()).isEqualTo(start.plus(SessionKind.PORTAL.length()));
        assertThat(signIn.callerOf(in.session(), id, REQUEST))
                .isEqualTo(new Caller.Member(in.person(), id, Role.DEVELOPER, in.session(), REQUEST));
        assertThat(signIn.signedIn(in.session(), REQUEST)).isEqualTo(in);
        ground.members.changeRole(acme.owner(), id, in.person(), Role.VIEWER).orThrow();
        assertThat(signIn.callerOf(in.session(), id, REQUEST).may(Permission.BOOK_CAPACITY))
                .isFalse();
    }

    @Test
    void a_wrong_password_an_unknown_address_and_a_person_without_a_password_are_told_the_same() {
        for (String email : List.of(dana, "nobody@example.org", "acme" + test + "@example.org", "no address")) {
            Refusal refusal = refusal(signIn.withPassword(REQUEST, email, "wrong password", SessionKind.PORTAL));
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAUTHENTICATED);
            assertThat(refusal.code()).isEqualTo("invalid_credentials");
        }
    }

    @Test
    void after_ten_failures_even_the_right_password_waits_for_15_minutes() {
        for (int i = 0; i < 10; i++) {
            assertThat(attempt(dana, "wrong").code()).isEqualTo("invalid_credentials");
        }
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("too_many_attempts");
        wall.moveTo(start.plus(Duration.ofMinutes(15)));
        enter(dana);
    }

    @Test
    void a_refusal_of_too_many_attempts_says_how_long_it_lasts() {
        for (int i = 0; i < 10; i++) {
            attempt(dana, "wrong");
        }
        Refusal first = attempt(dana, PASSWORD);
        assertThat(first.retryAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(first.detail()).contains("in 15 minutes");
        wall.moveTo(start.plus(Duration.ofMinutes(14)).plusMillis(500));
        Refusal last = attempt(dana, PASSWORD);
        assertThat(last.retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(last.detail()).contains("in a minute");
    }

    @Test
    void of_many_attempts_at_once_ten_are_looked_at() throws Exception {
        List<String> codes =
                Together.run(60, number -> attempt(dana, "wrong " + number).code());
        assertThat(codes)
                .isSubsetOf("invalid_credentials", "too_many_attempts", "busy")
                .filteredOn("invalid_credentials"::equals)
                .hasSize(10);
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("too_many_attempts");
    }

    @Test
    void of_many_present_passwords_at_once_ten_are_looked_at() throws Exception {
        Caller caller = signIn.callerOf(enter(dana).session(), id, REQUEST);
        List<String> codes = Together.run(
                60,
                number -> refusal(ownPassword.change(caller, "wrong " + number, "an even longer one"))
                        .code());
        assertThat(codes)
                .isSubsetOf("wrong_password", "too_many_attempts", "busy")
                .filteredOn("wrong_password"::equals)
                .hasSize(10);
    }

    @Test
    void where_too_many_wait_an_attempt_is_refused_at_once_and_does_not_count() {
        whileEveryPlaceIsTaken(() -> {
            for (int i = 0; i < 10; i++) {
                Refusal refusal = attempt(dana, "wrong");
                assertThat(refusal.code()).isEqualTo("busy");
                assertThat(refusal.retryAfter()).isPositive();
            }
        });
        enter(dana);
    }

    private static void whileEveryPlaceIsTaken(Runnable work) {
        Outcome<Boolean> place = PasswordHash.inTurn(() -> {
            whileEveryPlaceIsTaken(work);
            return Outcome.done(true);
        });
        if (place instanceof Outcome.No<Boolean>) {
            work.run();
        }
    }

    @Test
    void failures_are_forgotten_by_a_sign_in() {
        for (int i = 0; i < 9; i++) {
            attempt(dana, "wrong");
        }
        enter(dana);
        assertThat(attempt(dana, "wrong").code()).isEqualTo("invalid_credentials");
        enter(dana);
    }

    @Test
    void a_person_of_several_organizations_acts_for_one_at_a_time() throws Exception {
        OrganizationId second = other.organization().id();
        SignedIn in = enter(dana);
        belongTo(second, in.person(), Role.FINANCE);
        in = enter(dana);
        assertThat(in.memberships()).extracting(Membership::organization).containsExactly(id, second);
        assertThat(signIn.callerOf(in.session(), null, REQUEST).organization()).contains(id);
        assertThat(signIn.callerOf(in.session(), second, REQUEST))
                .isInstanceOfSatisfying(
                        Caller.Member.class, member -> assertThat(member.role()).isEqualTo(Role.FINANCE));
        ground.members.remove(other.owner(), second, in.person()).orThrow();
        SessionId session = in.session();
        assertThatThrownBy(() -> signIn.callerOf(session, second, REQUEST)).hasMessageContaining("not_found");
    }

    @Test
    void a_person_changes_the_password_and_every_other_session_ends() {
        SignedIn stays = enter(dana);
        SignedIn ends = enter(dana);
        Caller caller = signIn.callerOf(stays.session(), id, REQUEST);
        String token = tokens.issue(signIn.callerOf(ends.session(), id, REQUEST));
        String kept = tokens.issue(caller);
        assertThat(ownPassword.change(caller, PASSWORD, "an even longer one")).isInstanceOf(Outcome.Done.class);
        assertEnded(ends.session());
        assertThat(refusal(tokens.rotate(token, REQUEST)).code()).isEqualTo("invalid_refresh_token");
        assertThat(tokens.rotate(kept, REQUEST)).isInstanceOf(Outcome.Done.class);
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("invalid_credentials");
        assertThat(signIn.withPassword(REQUEST, dana, "an even longer one", SessionKind.PORTAL))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_wrong_present_password_counts_like_a_failed_sign_in_and_a_weak_new_one_is_refused() {
        Caller caller = signIn.callerOf(enter(dana).session(), id, REQUEST);
        assertThat(refusal(ownPassword.change(caller, PASSWORD, "short")).code())
                .isEqualTo("weak_password");
        for (int i = 0; i < 10; i++) {
            assertThat(refusal(ownPassword.change(caller, "wrong", "an even longer one"))
                            .code())
                    .isEqualTo("wrong_password");
        }
        assertThat(refusal(ownPassword.change(caller, PASSWORD, "an even longer one"))
                        .code())
                .isEqualTo("too_many_attempts");
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("too_many_attempts");
        assertThatThrownBy(() -> ownPassword.change(Ground.JOB, PASSWORD, "an even longer one"))
                .hasMessageContaining("forbidden");
    }

    @Test
    void who_has_lost_the_password_gets_one_and_every_old_session_ends() {
        SignedIn old = enter(dana);
        String token = tokens.issue(signIn.callerOf(old.session(), id, REQUEST));
        for (int i = 0; i < 11; i++) {
            attempt(dana, "forgotten");
        }
        var lost = new LostPassword(ground.transactions, ground.people, signIn, ground.audit);
        lost.set(Ground.JOB, " " + dana.toUpperCase(Locale.ROOT), "a password from the administrator")
                .orThrow();
        assertEnded(old.session());
        assertThat(refusal(tokens.rotate(token, REQUEST)).code()).isEqualTo("invalid_refresh_token");
        assertThat(ground.audit.list(Ground.JOB, Page.Request.first(1)).items())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.action()).isEqualTo("password.set");
                    assertThat(entry.subject()).isEqualTo(old.person().text());
                    assertThat(entry.actorKind() + " " + entry.actor()).isEqualTo("job test");
                });
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("invalid_credentials");
        assertThat(signIn.withPassword(REQUEST, dana, "a password from the administrator", SessionKind.PORTAL))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void an_owner_who_never_had_a_password_gets_one_and_members_set_nobodys() {
        var lost = new LostPassword(ground.transactions, ground.people, signIn, ground.audit);
        String owner = "acme" + test + "@example.org";
        assertThatThrownBy(() -> lost.set(acme.owner(), dana, PASSWORD)).hasMessageContaining("forbidden");
        assertThat(refusal(lost.set(Ground.JOB, owner, "short")).code()).isEqualTo("weak_password");
        assertThat(refusal(lost.set(Ground.JOB, "nobody@example.org", PASSWORD)).code())
                .isEqualTo("not_found");
        lost.set(Ground.JOB, owner, PASSWORD).orThrow();
        enter(owner);
    }

    @Test
    void somebody_who_is_added_again_is_in_no_old_session() {
        SignedIn old = enter(dana);
        String token = tokens.issue(signIn.callerOf(old.session(), id, REQUEST));
        ground.members.remove(acme.owner(), id, old.person()).orThrow();
        ground.members
                .add(acme.owner(), id, dana, "Dana", Role.OWNER, "a new password")
                .orThrow();
        assertEnded(old.session());
        assertThat(refusal(tokens.rotate(token, REQUEST)).code()).isEqualTo("invalid_refresh_token");
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("invalid_credentials");
    }

    /** As invitations will make it: nobody is a member of two organizations by being added. */
    private static void belongTo(OrganizationId organization, PersonId person, Role role) throws Exception {
        try (var connection = ground.owner();
                var statement = connection.prepareStatement("insert into quota.member"
                        + " (organization_id, person_id, role, created_at) values (?, ?, ?, '2026-01-01')")) {
            statement.setObject(1, organization.value());
            statement.setObject(2, person.value());
            statement.setString(3, role.text());
            statement.executeUpdate();
        }
    }

    @Test
    void an_operator_acts_for_the_platform_and_for_no_organization_it_does_not_belong_to() {
        ground.people
                .createOperator(Ground.JOB, "ops@example.org", "Ops", PASSWORD, PlatformRole.SUPPORT)
                .orThrow();
        SignedIn in = enter("ops@example.org");
        assertThat(signIn.callerOf(in.session(), null, REQUEST))
                .isEqualTo(new Caller.Operator(in.person(), PlatformRole.SUPPORT, in.session(), REQUEST));
        assertThatThrownBy(() -> signIn.callerOf(in.session(), id, REQUEST)).hasMessageContaining("not_found");
    }

    @Test
    void a_session_ends_when_its_time_is_over_and_not_when_the_platforms_clock_is_moved() {
        SignedIn in = enter(dana);
        ground.clock.moveTo(ground.clock.instant().plus(Duration.ofDays(40)));
        signIn.callerOf(in.session(), id, REQUEST);
        wall.moveTo(in.expiresAt().minusMillis(1));
        signIn.callerOf(in.session(), id, REQUEST);
        wall.moveTo(in.expiresAt());
        assertEnded(in.session());
    }

    @Test
    void a_session_that_was_signed_out_is_over_and_the_others_go_on() {
        SignedIn in = enter(dana);
        SignedIn stays = enter(dana);
        signIn.signOut(signIn.callerOf(in.session(), id, REQUEST));
        assertEnded(in.session());
        signIn.callerOf(stays.session(), id, REQUEST);
        assertThatThrownBy(() -> signIn.signOut(Ground.JOB)).hasMessageContaining("forbidden");
    }

    @Test
    void a_session_that_never_was_is_refused_like_one_that_has_ended() {
        assertEnded(new SessionId(ground.ids.next()));
    }

    @Test
    void beginning_and_ending_a_session_are_in_the_audit_log_without_the_address() {
        SignedIn in = enter(dana);
        signIn.signOut(signIn.callerOf(in.session(), id, REQUEST));
        var entries = ground.audit.list(Ground.JOB, Page.Request.first(2)).items();
        assertThat(entries)
                .allSatisfy(entry ->
                        assertThat(entry.subject()).isEqualTo(in.session().text()))
                .extracting(entry -> entry.action() + " by " + entry.actor())
                .containsExactly("session.ended by " + in.person().text(), "session.began by sign-in");
        assertThat(entries.getLast().after()).contains(in.person().text()).doesNotContain("example.org");
    }

    @Test
    void a_refresh_token_is_exchanged_for_the_next_one() {
        SignedIn in = enter(dana);
        String first = tokens.issue(signIn.callerOf(in.session(), id, REQUEST));
        Rotated rotated = tokens.rotate(first, REQUEST).orThrow();
        assertThat(rotated.caller()).isEqualTo(signIn.callerOf(in.session(), id, REQUEST));
        assertThat(rotated.refreshToken()).startsWith("tsr_").isNotEqualTo(first);
        assertThat(tokens.rotate(rotated.refreshToken(), REQUEST)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void using_a_refresh_token_again_ends_the_session_for_thief_and_owner() {
        SignedIn in = enter(dana);
        String first = tokens.issue(signIn.callerOf(in.session(), id, REQUEST));
        String second = tokens.rotate(first, REQUEST).orThrow().refreshToken();
        assertThat(refusal(tokens.rotate(first, REQUEST)).code()).isEqualTo("invalid_refresh_token");
        assertEnded(in.session());
        assertThat(refusal(tokens.rotate(second, REQUEST)).code()).isEqualTo("invalid_refresh_token");
        assertThat(ground.audit
                        .list(Ground.JOB, Page.Request.first(1))
                        .items()
                        .getFirst()
                        .action())
                .isEqualTo("session.theft_revealed");
    }

    @Test
    void of_two_that_use_a_refresh_token_at_once_at_most_one_goes_on_and_the_session_ends() throws Exception {
        SignedIn in = enter(dana);
        String token = tokens.issue(signIn.callerOf(in.session(), id, REQUEST));
        var outcomes = Together.run(2, number -> tokens.rotate(token, REQUEST));
        assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSizeLessThanOrEqualTo(1);
        assertEnded(in.session());
    }

    @Test
    void a_refresh_token_of_nobody_or_of_a_session_that_is_over_is_refused() {
        assertThat(refusal(tokens.rotate("tsr_nonsense", REQUEST)).code()).isEqualTo("invalid_refresh_token");
        SignedIn in = enter(dana);
        String token = tokens.issue(signIn.callerOf(in.session(), id, REQUEST));
        wall.moveTo(in.expiresAt());
        assertThat(refusal(tokens.rotate(token, REQUEST)).code()).isEqualTo("invalid_refresh_token");
        assertThat(tokens.expire(Ground.JOB)).isPositive();
        assertThat(tokens.expire(Ground.JOB)).isZero();
    }

    @Test
    void a_session_is_forgotten_thirty_days_after_its_end_and_not_before() {
        signIn.forget(Ground.JOB);
        SignedIn expires = enter(dana);
        SignedIn ended =
                signIn.withPassword(REQUEST, dana, PASSWORD, SessionKind.API).orThrow();
        Caller caller = signIn.callerOf(ended.session(), id, REQUEST);
        tokens.issue(caller);
        signIn.signOut(caller);

        wall.moveTo(start.plus(SignIn.KEPT));
        tokens.expire(Ground.JOB);
        assertThat(signIn.forget(Ground.JOB)).isZero();
        wall.moveTo(wall.instant().plusMillis(1));
        assertThat(signIn.forget(Ground.JOB)).isEqualTo(1);
        wall.moveTo(expires.expiresAt().plus(SignIn.KEPT));
        assertThat(signIn.forget(Ground.JOB)).isZero();
        wall.moveTo(wall.instant().plusMillis(1));
        assertThat(signIn.forget(Ground.JOB)).isEqualTo(1);
        assertEnded(expires.session());
    }

    @Test
    void a_failed_sign_in_is_forgotten_when_it_counts_no_more() {
        signIn.forget(Ground.JOB);
        attempt(dana, "wrong");
        wall.moveTo(start.plus(Duration.ofMinutes(15)).minusMillis(1));
        assertThat(signIn.forget(Ground.JOB)).isZero();
        wall.moveTo(start.plus(Duration.ofMinutes(15)));
        assertThat(signIn.forget(Ground.JOB)).isEqualTo(1);
    }

    @Test
    void somebody_who_was_taken_out_of_the_organization_gets_no_further_token() {
        SignedIn in = enter(dana);
        String token = tokens.issue(signIn.callerOf(in.session(), id, REQUEST));
        ground.members.remove(acme.owner(), id, in.person()).orThrow();
        assertThat(refusal(tokens.rotate(token, REQUEST)).code()).isEqualTo("invalid_refresh_token");
    }

    @Test
    void an_erased_person_neither_signs_in_nor_goes_on() throws Exception {
        SignedIn in = enter(dana);
        erase(in.person());
        assertEnded(in.session());
        assertThat(attempt(dana, PASSWORD).code()).isEqualTo("invalid_credentials");
    }

    private SignedIn enter(String email) {
        return signIn.withPassword(REQUEST, email, PASSWORD, SessionKind.PORTAL).orThrow();
    }

    private Refusal attempt(String email, String password) {
        return refusal(signIn.withPassword(REQUEST, email, password, SessionKind.PORTAL));
    }

    private void assertEnded(SessionId session) {
        assertThatThrownBy(() -> signIn.callerOf(session, id, REQUEST)).hasMessageContaining("session_ended");
    }

    private void erase(PersonId person) throws Exception {
        try (var connection = ground.owner();
                var statement =
                        connection.prepareStatement("update quota.person set erased_at = created_at where id = ?")) {
            statement.setObject(1, person.value());
            statement.executeUpdate();
        }
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal();
    }
}
