package cloud.tessera.inventory.engine;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import jakarta.inject.Singleton;
import java.util.List;

/** What reservations and allocations can start. */
@Singleton
public final class Images {
    private final EngineChoice engines;

    public Images(EngineChoice engines) {
        this.engines = engines;
    }

    /** All images, as {@link Launch#check} knows them; for whoever may see capacity. */
    public List<Image> list(Caller caller) {
        caller.require(Permission.VIEW_CAPACITY);
        return engines.images();
    }
}
