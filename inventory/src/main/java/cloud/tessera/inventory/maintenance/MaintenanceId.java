package cloud.tessera.inventory.maintenance;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** A maintenance window. */
public record MaintenanceId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "mnt";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code mnt_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static MaintenanceId of(String text) {
        return new MaintenanceId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
