package cloud.tessera.quota.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final Ground ground = new Ground();
    private static int tests;

    private final int test = ++tests;
    private final Ground.Tenant acme = ground.tenant("acme" + test);
    private final Ground.Tenant other = ground.tenant("other" + test);
    private final OrganizationId id = acme.organization().id();

    @AfterAll
    static void close() {
        ground.close();
    }

    @Test
    void members_are_listed_owners_first() {
        add("zoe" + test + "@example.org", Role.DEVELOPER).orThrow();
        add("Ann" + test + "@Example.org ", Role.OWNER).orThrow();
        assertThat(ground.members.list(acme.as(Role.VIEWER), id))
                .extracting(Member::email)
                .containsExactly(
                        "acme" + test + "@example.org", "ann" + test + "@example.org", "zoe" + test + "@example.org");
    }

    @Test
    void an_address_with_an_account_elsewhere_is_refused_in_one_text_and_nothing_of_it_is_told() {
        add("zoe" + test + "@example.org", Role.DEVELOPER).orThrow();
        ground.people
                .createOperator(
                        Ground.JOB, "staff" + test + "@example.org", "Staff", "a long password", PlatformRole.SUPPORT)
                .orThrow();
        Refusal ofAnother = refusal(addToOther("ZOE" + test + "@example.org "));
        Refusal ofThePlatform = refusal(addToOther("staff" + test + "@example.org"));
        assertThat(ofAnother.code()).isEqualTo("email_taken");
        assertThat(ofThePlatform).isEqualTo(ofAnother);
        assertThat(ofAnother.detail()).contains("another address").doesNotContain("zoe", "Person", "Staff");
        assertThat(ground.members.list(Ground.JOB, other.organization().id())).hasSize(1);
        assertThat(code(add("zoe" + test + "@example.org", Role.VIEWER))).isEqualTo("already_member");
    }

    @Test
    void somebody_who_was_taken_out_can_be_added_again_with_a_new_name_and_password() {
        String zoe = "zoe" + test + "@example.org";
        Member first = add(zoe, Role.DEVELOPER).orThrow();
        ground.members.remove(acme.owner(), id, first.person()).orThrow();
        Member again = ground.members
                .add(acme.owner(), id, zoe, "Zoe again", Role.VIEWER, "another password")
                .orThrow();
        assertThat(again.person()).isEqualTo(first.person());
        assertThat(again.displayName()).isEqualTo("Zoe again");
        assertThat(password(again.person()))
                .hasValueSatisfying(
                        hash -> assertThat(hash.matches("another password")).isTrue());
        ground.members.remove(acme.owner(), id, first.person()).orThrow();
        ground.members.add(acme.owner(), id, zoe, "Zoe", Role.VIEWER, null).orThrow();
        assertThat(password(again.person())).isEmpty();
    }

    @Test
    void of_two_organizations_that_add_one_address_at_once_one_gets_the_person() throws Exception {
        for (int round = 0; round < 5; round++) {
            String email = "both" + test + "-" + round + "@example.org";
            if (round % 2 == 1) {
                Member before = add(email, Role.VIEWER).orThrow();
                ground.members.remove(acme.owner(), id, before.person()).orThrow();
            }
            List<Outcome<Member>> outcomes =
                    Together.run(2, number -> number == 0 ? add(email, Role.VIEWER) : addToOther(email));
            assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
        }
    }

    private Outcome<Member> addToOther(String email) {
        return ground.members.add(
                other.owner(), other.organization().id(), email, "Somebody", Role.OWNER, "another password");
    }

    private static Optional<PasswordHash> password(PersonId person) {
        return ground.transactions.run(Ground.JOB, tx -> ground.people.password(tx, person));
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal();
    }

    @Test
    void what_is_no_address_or_no_password_is_refused() {
        assertThat(code(add("no address", Role.VIEWER))).isEqualTo("invalid_email");
        assertThat(code(ground.members.add(acme.owner(), id, "a@example.org", "A", Role.VIEWER, "short")))
                .isEqualTo("weak_password");
    }

    @Test
    void only_owners_manage_members_and_only_of_their_own_organization() {
        assertThatThrownBy(
                        () -> ground.members.add(acme.as(Role.DEVELOPER), id, "a@example.org", "A", Role.VIEWER, null))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> ground.members.add(other.owner(), id, "a@example.org", "A", Role.VIEWER, null))
                .hasMessageContaining("not_found");
        assertThatThrownBy(() -> ground.members.list(other.owner(), id)).hasMessageContaining("not_found");
        assertThatThrownBy(() ->
                        ground.members.remove(other.owner(), id, acme.owner().person()))
                .hasMessageContaining("not_found");
        assertThat(code(ground.members.remove(acme.owner(), id, other.owner().person())))
                .isEqualTo("not_found");
        assertThatThrownBy(() -> ground.members.list(Ground.JOB, new OrganizationId(ground.ids.next())))
                .hasMessageContaining("not_found");
    }

    @Test
    void the_last_owner_neither_goes_nor_becomes_something_else() {
        PersonId owner = acme.owner().person();
        Outcome<Member> removed = ground.members.remove(acme.owner(), id, owner);
        assertThat(code(removed)).isEqualTo("last_owner");
        assertThat(((Outcome.No<Member>) removed).refusal().retryable()).isTrue();
        assertThat(code(ground.members.changeRole(acme.owner(), id, owner, Role.VIEWER)))
                .isEqualTo("last_owner");
        assertThat(ground.members
                        .changeRole(acme.owner(), id, owner, Role.OWNER)
                        .orThrow()
                        .role())
                .isEqualTo(Role.OWNER);
        Member second = add("ann" + test + "@example.org", Role.DEVELOPER).orThrow();
        ground.members.changeRole(acme.owner(), id, second.person(), Role.OWNER).orThrow();
        ground.members.remove(acme.owner(), id, owner).orThrow();
        assertThat(ground.members.list(Ground.JOB, id))
                .extracting(Member::person)
                .containsExactly(second.person());
    }

    @Test
    void two_owners_who_remove_each_other_at_once_leave_one() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<Member> before = ground.members.list(Ground.JOB, id);
            PersonId first = before.getFirst().person();
            PersonId second =
                    add("round" + round + "@example.org", Role.OWNER).orThrow().person();
            List<Outcome<Member>> outcomes =
                    Together.run(2, number -> ground.members.remove(acme.owner(), id, number == 0 ? first : second));
            assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
            assertThat(ground.members.list(Ground.JOB, id))
                    .singleElement()
                    .satisfies(member -> assertThat(member.role()).isEqualTo(Role.OWNER));
        }
    }

    @Test
    void the_first_operator_is_made_by_a_job() {
        assertThat(ground.people.anyOperator(Ground.JOB)).isFalse();
        ground.people
                .createOperator(Ground.JOB, "help@example.org", "Help", "a long password", PlatformRole.SUPPORT)
                .orThrow();
        assertThat(ground.people.anyOperator(Ground.JOB)).isFalse();
        Person operator = ground.people
                .createOperator(Ground.JOB, "Ops@example.org", "Ops", "a long password", PlatformRole.OPERATOR)
                .orThrow();
        assertThat(operator.email()).isEqualTo("ops@example.org");
        assertThat(ground.people.anyOperator(Ground.JOB)).isTrue();
        assertThat(code(ground.people.createOperator(
                        Ground.JOB, "ops@example.org", "Ops", "a long password", PlatformRole.OPERATOR)))
                .isEqualTo("email_taken");
        assertThatThrownBy(() -> ground.people.createOperator(
                        acme.owner(), "x@example.org", "X", "a long password", PlatformRole.OPERATOR))
                .hasMessageContaining("forbidden");
    }

    private Outcome<Member> add(String email, Role role) {
        return ground.members.add(acme.owner(), id, email, "Person " + email.strip(), role, "a long password");
    }

    private static String code(Outcome<?> outcome) {
        return ((Outcome.No<?>) outcome).refusal().code();
    }
}
