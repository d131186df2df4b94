package cloud.tessera.quota.tenant;

import static cloud.tessera.quota.tables.Tables.MEMBER;
import static cloud.tessera.quota.tables.Tables.ORGANIZATION;
import static cloud.tessera.quota.tables.Tables.PERSON;
import static cloud.tessera.quota.tables.Tables.SECOND_FACTOR;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Who belongs where, as it is stored; read and written as the platform, since names are kept with the people. */
final class MemberStore {
    private MemberStore() {}

    /** False where the person is a member already. */
    static boolean insert(Tx tx, OrganizationId organization, PersonId person, Role role) {
        return tx.sql()
                        .insertInto(MEMBER)
                        .set(MEMBER.ORGANIZATION_ID, organization.value())
                        .set(MEMBER.PERSON_ID, person.value())
                        .set(MEMBER.ROLE, role.text())
                        .set(MEMBER.CREATED_AT, tx.timestamp())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    static List<Member> of(Tx tx, OrganizationId organization) {
        return members(tx, MEMBER.ORGANIZATION_ID.eq(organization.value()));
    }

    /** Who of an organization signs in with a second factor. */
    static Set<PersonId> withSecondFactor(Tx tx, OrganizationId organization) {
        return tx
                .sql()
                .select(MEMBER.PERSON_ID)
                .from(MEMBER)
                .join(SECOND_FACTOR)
                .on(SECOND_FACTOR.PERSON_ID.eq(MEMBER.PERSON_ID))
                .where(MEMBER.ORGANIZATION_ID.eq(organization.value()))
                .and(SECOND_FACTOR.CONFIRMED_AT.isNotNull())
                .fetch(row -> new PersonId(row.value1()))
                .stream()
                .collect(Collectors.toSet());
    }

    static Optional<Member> find(Tx tx, OrganizationId organization, PersonId person) {
        return members(tx, same(organization, person)).stream().findFirst();
    }

    /** Whether there is a member of an organization with an address. */
    static boolean has(Tx tx, OrganizationId organization, String email) {
        return !members(tx, MEMBER.ORGANIZATION_ID.eq(organization.value()).and(PERSON.EMAIL.eq(email)))
                .isEmpty();
    }

    /** Whether a person belongs to any organization. */
    static boolean isAnywhere(Tx tx, PersonId person) {
        return tx.sql().fetchExists(MEMBER, MEMBER.PERSON_ID.eq(person.value()));
    }

    static List<Membership> of(Tx tx, PersonId person) {
        return tx.sql()
                .select(MEMBER.ORGANIZATION_ID, ORGANIZATION.NAME, MEMBER.ROLE)
                .from(MEMBER)
                .join(ORGANIZATION)
                .on(ORGANIZATION.ID.eq(MEMBER.ORGANIZATION_ID))
                .where(MEMBER.PERSON_ID.eq(person.value()))
                .orderBy(ORGANIZATION.NAME, ORGANIZATION.ID)
                .fetch(row -> new Membership(new OrganizationId(row.value1()), row.value2(), Role.of(row.value3())));
    }

    /** The owners, who stay owners until the transaction ends: two owners who remove each other wait here. */
    static List<PersonId> lockOwners(Tx tx, OrganizationId organization) {
        return tx.sql()
                .select(MEMBER.PERSON_ID)
                .from(MEMBER)
                .where(MEMBER.ORGANIZATION_ID.eq(organization.value()))
                .and(MEMBER.ROLE.eq(Role.OWNER.text()))
                .orderBy(MEMBER.PERSON_ID)
                .forUpdate()
                .fetch(row -> new PersonId(row.value1()));
    }

    static void setRole(Tx tx, OrganizationId organization, PersonId person, Role role) {
        tx.sql()
                .update(MEMBER)
                .set(MEMBER.ROLE, role.text())
                .where(same(organization, person))
                .execute();
    }

    static void delete(Tx tx, OrganizationId organization, PersonId person) {
        tx.sql().deleteFrom(MEMBER).where(same(organization, person)).execute();
    }

    private static Condition same(OrganizationId organization, PersonId person) {
        return MEMBER.ORGANIZATION_ID.eq(organization.value()).and(MEMBER.PERSON_ID.eq(person.value()));
    }

    private static List<Member> members(Tx tx, Condition which) {
        return tx.sql()
                .select(MEMBER.asterisk(), PERSON.EMAIL, PERSON.DISPLAY_NAME)
                .from(MEMBER)
                .join(PERSON)
                .on(PERSON.ID.eq(MEMBER.PERSON_ID))
                .where(which)
                .orderBy(
                        DSL.case_().when(MEMBER.ROLE.eq(Role.OWNER.text()), 0).else_(1), PERSON.DISPLAY_NAME, PERSON.ID)
                .fetch(MemberStore::member);
    }

    private static Member member(Record row) {
        return new Member(
                new OrganizationId(row.get(MEMBER.ORGANIZATION_ID)),
                new PersonId(row.get(MEMBER.PERSON_ID)),
                row.get(PERSON.EMAIL),
                row.get(PERSON.DISPLAY_NAME),
                Role.of(row.get(MEMBER.ROLE)),
                row.get(MEMBER.CREATED_AT).toInstant());
    }
}
