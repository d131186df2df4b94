package cloud.tessera.ops.platform;

import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The facades of all rooms, wired on what an executable brings: its database, its clock, its ids and its engines. Doors
 * are open only where {@link Platform} opens them.
 */
public final class Beans {
    private Beans() {}

    /** All facades and no door, as for a replay or an errand. */
    public static ApplicationContext withoutDoors(
            DataSource database, MovableClock clock, IdSource ids, EngineChoice engines) {
        return start(Map.of("tessera.portal.enabled", "false"), database, clock, ids, engines);
    }

    /** The facades that need no engine, for an errand such as an import; it may run beside the process that runs all. */
    public static ApplicationContext forErrand(Installation installation) {
        return start(
                Map.of("tessera.portal.enabled", "false"),
                installation.database(),
                installation.clock(),
                installation.ids());
    }

    /** The same for an errand that concerns the seals of the audit log. */
    public static ApplicationContext forAudit(Installation installation) {
        return start(
                Map.of("tessera.portal.enabled", "false"),
                installation.database(),
                installation.clock(),
                installation.ids(),
                installation.sealingKey());
    }

    static ApplicationContext start(Map<String, Object> properties, Object... brought) {
        Map<String, Object> all = new HashMap<>(properties);
        // Programs reach the API through the portal's address; its own is for this machine alone.
        all.put("micronaut.server.host", "127.0.0.1");
        all.put("micronaut.server.port", "-1");
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(all)
                .singletons(brought)
                .start();
    }
}
