package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who belongs to an organization and with which role. An organization that has an owner always keeps one. */
@Singleton
public final class Members {
    private final Transactions transactions;
    private final Audit audit;
    private final People people;
    /** Sessions are kept in wall time, and so is their end. */
    private final Clock wall;

    @Inject
    public Members(Transactions transactions, Audit audit, People people) {
        this(transactions, audit, people, Clock.systemUTC());
    }

    Members(Transactions transactions, Audit audit, People people, Clock wall) {
        this.transactions = transactions;
        this.audit = audit;
        this.people = people;
        this.wall = wall;
    }

    /**
     * Adds a person, who is made with this name and password. Somebody who was taken out and belongs to nobody begins
     * anew with them, and old sessions end. Refused: {@code already_member}, {@code email_taken} (the address has an
     * account elsewhere: with a password of somebody else's choosing nobody must come in), {@code invalid_email},
     * {@code weak_password}, {@code busy}.
     *
     * @param password null where the person cannot sign in yet
     */
    public Outcome<Member> add(
            Caller caller,
            OrganizationId organization,
            String email,
            String displayName,
            Role role,
            @Nullable String password) {
        requireManage(caller, organization);
        return hashed(password)
                .then(hash -> transactions.attempt(
                        caller,
                        tx -> tx.asPlatform(() -> {
                            requireOrganization(tx, organization);
                            String address = Wording.email(email);
                            if (MemberStore.has(tx, organization, address)) {
                                throw alreadyMember();
                            }
                            Person person =
                                    people.newcomer(tx, address, displayName, hash.orElse(null), wall.instant());
                            if (!MemberStore.insert(tx, organization, person.id(), role)) {
                                throw alreadyMember();
                            }
                            audit.record(
                                    tx,
                                    organization,
                                    "member.added",
                                    person.id().text(),
                                    null,
                                    role.text());
                            return require(tx, organization, person.id());
                        })));
    }

    /** The members, owners first, then by name. */
    public List<Member> list(Caller caller, OrganizationId organization) {
        caller.requireReach(organization);
        caller.require(Permission.VIEW_MEMBERS);
        return transactions.run(
                caller,
                tx -> tx.asPlatform(() -> {
                    requireOrganization(tx, organization);
                    return MemberStore.of(tx, organization);
                }));
    }

    /** Who of the members signs in with a second factor; for those who manage them. */
    public Set<PersonId> withSecondFactor(Caller caller, OrganizationId organization) {
        requireManage(caller, organization);
        return transactions.run(
                caller,
                tx -> tx.asPlatform(() -> {
                    requireOrganization(tx, organization);
                    return MemberStore.withSecondFactor(tx, organization);
                }));
    }

    /** Gives a member another role. Refused: {@code last_owner}. */
    public Outcome<Member> changeRole(Caller caller, OrganizationId organization, PersonId person, Role role) {
        requireManage(caller, organization);
        return transactions.attempt(
                caller,
                tx -> tx.asPlatform(() -> {
                    Member before = requireReplaceable(tx, organization, person, role == Role.OWNER);
                    MemberStore.setRole(tx, organization, person, role);
                    audit.record(
                            tx,
                            organization,
                            "member.role_changed",
                            person.text(),
                            before.role().text(),
                            role.text());
                    return require(tx, organization, person);
                }));
    }

    /** Takes a member out and tells who it was. Refused: {@code last_owner}. */
    public Outcome<Member> remove(Caller caller, OrganizationId organization, PersonId person) {
        requireManage(caller, organization);
        return transactions.attempt(
                caller,
                tx -> tx.asPlatform(() -> {
                    Member before = requireReplaceable(tx, organization, person, false);
                    MemberStore.delete(tx, organization, person);
                    audit.record(
                            tx,
                            organization,
                            "member.removed",
                            person.text(),
                            before.role().text(),
                            null);
                    return before;
                }));
    }

    /** The organizations that a person belongs to, by name; for other rooms inside a transaction of the platform. */
    public List<Membership> of(Tx tx, PersonId person) {
        return MemberStore.of(tx, person);
    }

    /** The member, once it is certain that the organization keeps an owner whatever becomes of this one. */
    private static Member requireReplaceable(Tx tx, OrganizationId organization, PersonId person, boolean staysOwner) {
        List<PersonId> owners = MemberStore.lockOwners(tx, organization);
        Member member = require(tx, organization, person);
        if (!staysOwner && owners.equals(List.of(person))) {
            throw Refusal.conflictForNow("last_owner", "This is the only owner; make another member an owner first.")
                    .asException();
        }
        return member;
    }

    private static Member require(Tx tx, OrganizationId organization, PersonId person) {
        return MemberStore.find(tx, organization, person)
                .orElseThrow(() -> Refusal.notFound("member").asException());
    }

    private static Refused alreadyMember() {
        return Refusal.conflict("already_member", "That person is a member already.")
                .asException();
    }

    private static void requireOrganization(Tx tx, OrganizationId organization) {
        if (OrganizationStore.find(tx, organization).isEmpty()) {
            throw Refusal.notFound("organization").asException();
        }
    }

    private static void requireManage(Caller caller, OrganizationId organization) {
        caller.requireReach(organization);
        caller.require(Permission.MANAGE_MEMBERS);
    }

    /** Hashing takes its time, so it is done before the transaction. */
    private static Outcome<Optional<PasswordHash>> hashed(@Nullable String password) {
        return password == null
                ? Outcome.done(Optional.empty())
                : PasswordHash.of(password).map(Optional::of);
    }
}
