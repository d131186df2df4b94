package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Who acts for the platform, for those who read in the audit log what it did. */
@Singleton
public final class PlatformPeople {
    private final Transactions transactions;

    /**
     * Somebody of the platform.
     *
     * @param name empty for customers: they learn the role and not the name
     */
    public record Acting(PersonId id, PlatformRole role, Optional<String> name) {}

    public PlatformPeople(Transactions transactions) {
        this.transactions = transactions;
    }

    /** All who are of the platform now, for those who may read an audit log. */
    public List<Acting> list(Caller caller) {
        caller.require(Permission.VIEW_AUDIT);
        boolean named = caller.may(Permission.PLATFORM_VIEW);
        return transactions.run(
                caller,
                tx -> tx.asPlatform(() -> PersonStore.ofPlatform(tx)).stream()
                        .map(person -> new Acting(
                                person.id(),
                                person.platformRole().orElseThrow(),
                                named ? Optional.of(person.displayName()) : Optional.empty()))
                        .toList());
    }
}
