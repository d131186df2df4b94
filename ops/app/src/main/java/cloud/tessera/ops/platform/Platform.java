package cloud.tessera.ops.platform;

import cloud.tessera.api.health.Readiness;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.ops.engine.Engines;
import cloud.tessera.ops.worker.Worker;
import cloud.tessera.portal.server.PortalServer;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Listening;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** API, portal and worker in one process on one installation: what {@code ops/run} starts. */
public final class Platform implements AutoCloseable {
    /** How many claims may be real processes of this machine at once. */
    private static final int LOCAL_RUNS = 4;

    private static final long SIMULATION_SEED = 1;

    /** The directory of the engines below that of the installation. */
    static final String ENGINES = "engines";

    private final Engines engines;
    private final ApplicationContext beans;
    private final Worker worker;
    private final Listening following;
    private final String host;

    private Platform(Engines engines, ApplicationContext beans, String host) {
        this.engines = engines;
        this.beans = beans;
        this.host = host;
        this.worker = beans.getBean(Worker.class);
        this.following = beans.getBean(Calendar.class).follow(Caller.Job.named("calendar"));
    }

    /**
     * Opens both doors and starts the worker.
     *
     * @param host the address to listen on
     * @param port the portal's port, with the API behind it
     * @param demo whether operators get the demo panel
     */
    public static Platform start(Installation installation, String host, int port, boolean demo) {
        var engines = engines(installation.clock(), installation.path(), true);
        ApplicationContext beans = Beans.start(
                Map.of("tessera.portal.host", host, "tessera.portal.port", port, "tessera.demo", demo),
                installation.database(),
                installation.clock(),
                installation.ids(),
                installation.sealingKey(),
                installation.factorKey(),
                engines);
        try {
            beans.getBean(EmbeddedServer.class).start();
            var platform = new Platform(engines, beans, host);
            platform.worker.start();
            return platform;
        } catch (RuntimeException problem) {
            beans.close();
            engines.close();
            throw problem;
        }
    }

    /**
     * The engines of an installation, on the clock that it lives by at the time.
     *
     * @param durable whether what they note is on the disk before it is believed, which a power cut may else undo
     */
    public static Engines engines(Clock clock, Path installation, boolean durable) {
        return new Engines(clock, installation.resolve(ENGINES), SIMULATION_SEED, LOCAL_RUNS, durable);
    }

    /** Where the portal and, under {@code /api/v1}, the API answer. */
    public String address() {
        String name = host.equals("0.0.0.0") || host.equals("127.0.0.1") ? "localhost" : host;
        return "http://" + name + ":" + beans.getBean(PortalServer.class).port();
    }

    /** All facades. */
    public ApplicationContext beans() {
        return beans;
    }

    /** Drains: no new requests, those under way finish, jobs hand back their leases, processes of claims end. */
    @Override
    public void close() {
        beans.getBean(Readiness.class).drain();
        worker.close();
        following.close();
        beans.close();
        engines.close();
    }
}
