package cloud.tessera.api.wire;

import cloud.tessera.quota.term.Role;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a member of an organization, or a key of it, may do there. */
@Serdeable
@Schema(name = "Role")
public enum RoleName {
    /** Everything inside the organization. */
    @JsonProperty("owner")
    OWNER,
    /** Books capacity, makes projects and keys. */
    @JsonProperty("developer")
    DEVELOPER,
    /** Reads invoices and usage, and pays. */
    @JsonProperty("finance")
    FINANCE,
    /** Looks on. */
    @JsonProperty("viewer")
    VIEWER;

    /** The same in the words of the use cases. */
    public Role role() {
        return switch (this) {
            case OWNER -> Role.OWNER;
            case DEVELOPER -> Role.DEVELOPER;
            case FINANCE -> Role.FINANCE;
            case VIEWER -> Role.VIEWER;
        };
    }
}
