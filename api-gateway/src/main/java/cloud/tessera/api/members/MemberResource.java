package cloud.tessera.api.members;

import cloud.tessera.quota.tenant.Member;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A person's part in an organization.
 *
 * @param personId who
 * @param organizationId where
 * @param email the person's address
 * @param displayName the person's name
 * @param role {@code owner}, {@code developer}, {@code finance} or {@code viewer}
 * @param since since when
 */
@Serdeable
@Schema(name = "Member")
record MemberResource(
        String personId, String organizationId, String email, String displayName, String role, Instant since) {
    static MemberResource of(Member member) {
        return new MemberResource(
                member.person().text(),
                member.organization().text(),
                member.email(),
                member.displayName(),
                member.role().text(),
                member.since());
    }
}
