package cloud.tessera.quota.access;

import cloud.tessera.quota.tenant.Membership;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session that has begun.
 *
 * @param platformRole empty for those who are not of the platform
 * @param memberships the organizations that the person may act for, by name
 */
public record SignedIn(
        SessionId session,
        PersonId person,
        String name,
        String email,
        Optional<PlatformRole> platformRole,
        List<Membership> memberships,
        Instant expiresAt) {}
