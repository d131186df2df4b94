package cloud.tessera.api.members;

import cloud.tessera.quota.tenant.Member;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's part in an organization.
 *
 * @param personId who
 * @param organizationId where
 * @param email the person's address
 * @param displayName the person's name
 * @param role {@code owner}, {@code developer}, {@code finance} or {@code viewer}
 * @param since since when
 * @param secondFactor whether the person signs in with a second factor; told in the list, to those who manage members
 */
@Serdeable
@Schema(name = "Member")
record MemberResource(
        String personId,
        String organizationId,
        String email,
        String displayName,
        String role,
        Instant since,
        @Nullable Boolean secondFactor) {
    static MemberResource of(Member member) {
        return of(member, null);
    }

    static MemberResource of(Member member, @Nullable Boolean secondFactor) {
        return new MemberResource(
                member.person().text(),
                member.organization().text(),
                member.email(),
                member.displayName(),
                member.role().text(),
                member.since(),
                secondFactor);
    }
}
