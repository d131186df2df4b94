package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys that programs call with: {@code tsk_}, 26 random characters of base62 (154 bits), and the CRC-32 of all before
 * it in 6 more, so that a key that was mistyped or made up is refused without asking the database, and a scanner of
 * source code can tell one from other text.
 */
@Singleton
public final class ApiKeys {
    /** What a secret starts with. */
    public static final String PREFIX = "tsk_";

    private static final int RANDOM_CHARACTERS = 26;
    private static final int CRC_CHARACTERS = 6;
    private static final int LENGTH = PREFIX.length() + RANDOM_CHARACTERS + 1 + CRC_CHARACTERS;
    private static final int HINT_CHARACTERS = 4;
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Projects projects;
    private final Audit audit;

    public ApiKeys(Transactions transactions, Projects projects, Audit audit) {
        this.transactions = transactions;
        this.projects = projects;
        this.audit = audit;
    }

    /**
     * Makes a key for the caller's organization. It may not do more than the caller may: {@code forbidden} otherwise.
     * The secret cannot be told again, so a caller that missed the answer makes another key and revokes this one.
     *
     * @param project the one project that it may act in; null for all
     * @param expires null where it does not
     */
    public Outcome<NewKey> create(
            Caller caller, String name, Role role, @Nullable ProjectId project, @Nullable Instant expires) {
        caller.require(Permission.MANAGE_KEYS);
        OrganizationId organization = caller.requireOrganization();
        requireNoMore(caller, role, project);
        return transactions.attempt(caller, tx -> {
            if (project != null) {
                projects.of(tx, project);
            }
            String random = PREFIX + Secrets.random(RANDOM_CHARACTERS);
            String secret = random + "_" + Secrets.crc(random);
            var key = new ApiKey(
                    new ApiKeyId(tx.newId()),
                    organization,
                    Optional.ofNullable(project),
                    name(name),
                    random.substring(random.length() - HINT_CHARACTERS),
                    role,
                    person(caller),
                    tx.now(),
                    Optional.ofNullable(expires),
                    Optional.empty(),
                    Optional.empty());
            if (expires != null && !expires.isAfter(tx.now())) {
                throw Refusal.invalid("invalid_expiry", "A key expires after it is made.", "expires_at")
                        .asException();
            }
            ApiKeyStore.insert(tx, key, Secrets.sha256(secret));
            audit.record(tx, organization, "api_key.created", key.id().text(), null, key);
            return new NewKey(key, secret);
        });
    }

    /** The keys of the caller's organization, newest first, revoked ones too; a bound key sees those of its project. */
    public List<ApiKey> list(Caller caller) {
        caller.require(Permission.MANAGE_KEYS);
        OrganizationId organization = caller.requireOrganization();
        return transactions.run(caller, tx -> ApiKeyStore.of(tx, organization)).stream()
                .filter(key -> reaches(caller, key))
                .toList();
    }

    /** Ends a key at once. Ending it again changes nothing. */
    public Outcome<ApiKey> revoke(Caller caller, ApiKeyId id) {
        caller.require(Permission.MANAGE_KEYS);
        OrganizationId organization = caller.requireOrganization();
        return transactions.attempt(caller, tx -> {
            ApiKey before = require(tx, organization, id);
            if (!reaches(caller, before)) {
                throw Refusal.notFound("API key").asException();
            }
            if (!ApiKeyStore.revoke(tx, organization, id)) {
                return before;
            }
            ApiKey after = require(tx, organization, id);
            audit.record(tx, organization, "api_key.revoked", id.text(), before, after);
            return after;
        });
    }

    /** Who a secret stands for. Refused, whatever is wrong with it: {@code invalid_api_key}. */
    public Outcome<Caller> authenticate(String secret, Caller.Request request) {
        if (!wellFormed(secret)) {
            return Outcome.no(invalid());
        }
        byte[] hash = Secrets.sha256(secret);
        return find(request, tx -> ApiKeyStore.live(tx, hash));
    }

    /**
     * Who a key stands for whose secret was shown before, when an access token was made for it. Refused when it does not
     * exist, was revoked or has expired: {@code invalid_api_key}.
     */
    public Outcome<Caller> callerOf(ApiKeyId key, Caller.Request request) {
        return find(request, tx -> ApiKeyStore.live(tx, key));
    }

    private Outcome<Caller> find(Caller.Request request, Function<Tx, Optional<ApiKey>> which) {
        return transactions.attempt(new Caller.Job("api-key", request), tx -> {
            ApiKey key = which.apply(tx).orElseThrow(() -> invalid().asException());
            ApiKeyStore.used(tx, key.id(), USE_IS_NOTED_EVERY);
            return new Caller.Key(key.id(), key.organization(), key.project(), key.role(), request);
        });
    }

    private static ApiKey require(Tx tx, OrganizationId organization, ApiKeyId id) {
        return ApiKeyStore.find(tx, organization, id)
                .orElseThrow(() -> Refusal.notFound("API key").asException());
    }

    private static boolean wellFormed(String secret) {
        int end = LENGTH - CRC_CHARACTERS - 1;
        return secret.length() == LENGTH
                && secret.startsWith(PREFIX)
                && secret.charAt(end) == '_'
                && Secrets.crc(secret.substring(0, end)).equals(secret.substring(end + 1));
    }

    private static void requireNoMore(Caller caller, Role role, @Nullable ProjectId project) {
        boolean more = Arrays.stream(Permission.values()).anyMatch(each -> role.allows(each) && !caller.may(each));
        if (more) {
            throw Refusal.forbidden("A key may not do more than you may.").asException();
        }
        if (caller instanceof Caller.Key key
                && key.project().isPresent()
                && !key.project().equals(Optional.ofNullable(project))) {
            throw Refusal.forbidden("This key is bound to one project and makes keys for that one only.")
                    .asException();
        }
    }

    private static boolean reaches(Caller caller, ApiKey key) {
        return !(caller instanceof Caller.Key own)
                || own.project().isEmpty()
                || own.project().equals(key.project());
    }

    private static Optional<PersonId> person(Caller caller) {
        return caller instanceof Caller.Member member ? Optional.of(member.person()) : Optional.empty();
    }

    private static String name(String text) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > 100 || name.indexOf('\0') >= 0) {
            throw Refusal.invalid("invalid_name", "A name has 1 to 100 characters.", "name")
                    .asException();
        }
        return name;
    }

    private static Refusal invalid() {
        return SignIn.unauthenticated("invalid_api_key", "This API key is not valid.");
    }
}
