package cloud.tessera.quota.term;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. The first argument of every use case, which checks the permission before it reads anything. A caller of an
 * organization sees that organization and nothing else; what belongs to another one does not exist for it.
 */
public sealed interface Caller {
    /** The call that this is part of. */
    Request request();

    boolean may(Permission permission);

    /** The organization that the caller is bound to; empty for the platform's own callers. */
    Optional<OrganizationId> organization();

    /** Who it is, as an id for the audit log. */
    String actor();

    /**
     * One call from outside.
     *
     * @param id follows the call through logs, audit and answers
     * @param idempotencyKey the caller's key for a call that costs or books; null where it has none
     */
    record Request(String id, @Nullable String idempotencyKey) {
        public static Request of(String id) {
            return new Request(id, null);
        }
    }

    /** A person who signed in, acting for one organization. */
    record Member(PersonId person, OrganizationId of, Role role, SessionId session, Request request) implements Caller {
        @Override
        public boolean may(Permission permission) {
            return role.allows(permission);
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.of(of);
        }

        @Override
        public String actor() {
            return person.text();
        }
    }

    /** A program with a key of an organization; bound to one project where the key is. */
    record Key(ApiKeyId key, OrganizationId of, Optional<ProjectId> project, Role role, Request request)
            implements Caller {
        @Override
        public boolean may(Permission permission) {
            return role.allows(permission);
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.of(of);
        }

        @Override
        public String actor() {
            return key.text();
        }
    }

    /** A person of the platform. */
    record Operator(PersonId person, PlatformRole role, SessionId session, Request request) implements Caller {
        @Override
        public boolean may(Permission permission) {
            return role.allows(permission);
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.empty();
        }

        @Override
        public String actor() {
            return person.text();
        }
    }

    /** A job of the platform itself, such as the worker's life cycle or a migration of data. */
    record Job(String name, Request request) implements Caller {
        public static Job named(String name) {
            return new Job(name, Request.of("job-" + name));
        }

        @Override
        public boolean may(Permission permission) {
            return true;
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.empty();
        }

        @Override
        public String actor() {
            return name;
        }
    }

    /** The sign-in behind a person's call; keys and jobs have none. */
    default Optional<SessionId> signIn() {
        return switch (this) {
            case Member m -> Optional.of(m.session);
            case Operator o -> Optional.of(o.session);
            case Key _, Job _ -> Optional.empty();
        };
    }

    /** Refuses where the permission is missing. */
    default void require(Permission permission) {
        if (!may(permission)) {
            throw Refusal.forbidden("Your role does not allow this; it takes the permission "
                            + permission.name().toLowerCase(Locale.ROOT) + ".")
                    .asException();
        }
    }

    /** The caller's organization; callers of the platform, who have none, are refused. */
    default OrganizationId requireOrganization() {
        return organization()
                .orElseThrow(() -> Refusal.forbidden("This is for members of an organization.")
                        .asException());
    }

    /** Refuses an organization that the caller does not belong to as one that does not exist; the platform sees all. */
    default void requireReach(OrganizationId organization) {
        if (!organization().orElse(organization).equals(organization)) {
            throw Refusal.notFound("organization").asException();
        }
    }

    /** Whether a project is within the caller's reach: a key that is bound to a project sees that one alone. */
    default boolean reaches(ProjectId project) {
        return !(this instanceof Key key)
                || key.project.isEmpty()
                || key.project.get().equals(project);
    }

    /** The same caller with another request, as each call of a session has. */
    default Caller with(Request request) {
        return switch (this) {
            case Member m -> new Member(m.person, m.of, m.role, m.session, request);
            case Key k -> new Key(k.key, k.of, k.project, k.role, request);
            case Operator o -> new Operator(o.person, o.role, o.session, request);
            case Job j -> new Job(j.name, request);
        };
    }
}
