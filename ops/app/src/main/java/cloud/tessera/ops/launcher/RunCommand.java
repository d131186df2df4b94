package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.demo.Demo;
import cloud.tessera.ops.demo.DemoPeople;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Platform;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.term.Caller;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything, says where it is, and runs until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts Tessera: database, API, portal and worker in one process.",
            "",
            "A new data directory gets PostgreSQL of its own. To use yours, set TESSERA_DATABASE_URL, "
                    + "TESSERA_DATABASE_USER, TESSERA_DATABASE_PASSWORD, TESSERA_MIGRATION_USER and "
                    + "TESSERA_MIGRATION_PASSWORD. Ctrl-C or SIGTERM stops all of it."
        })
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The portal's port, with the API under /api (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 for all (default ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--empty", description = "No demo: an installation without organizations and people.")
    private boolean empty;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        long begun = System.nanoTime();
        requireFreePort();
        var stopped = new CountDownLatch(1);
        Installation installation = Installation.open(data.path(), System.getenv());
        boolean demo;
        Platform platform;
        try {
            demo = new Demo(installation, this::say).settle(!empty);
            platform = Platform.start(installation, host, port, demo);
        } catch (RuntimeException problem) {
            installation.close();
            throw problem;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, installation, stopped), "stop"));
        greet(platform, demo, (System.nanoTime() - begun) / 1_000_000);
        stopped.await();
        return 0;
    }

    /** Before anything is started, so that the answer comes at once. */
    private void requireFreePort() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartUpProblem(
                    Kind.UNAVAILABLE,
                    "Port " + port + " of " + host
                            + " cannot be listened on, most likely because another program has it; stop that one or"
                            + " choose another port with --port.",
                    e);
        }
    }

    private void greet(Platform platform, boolean demo, long milliseconds) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Tessera is ready at " + platform.address() + " (after " + milliseconds + " ms).");
        if (!platform.beans().getBean(People.class).anyOperator(Caller.Job.named("start"))) {
            out.println("There is no operator yet. Create the first one in another terminal:");
            out.println("  ops/admin create-operator --data " + data.path() + " --email you@example.com --name 'Your"
                    + " Name'");
        }
        if (demo) {
            out.println("Sign in with the password " + DemoPeople.PASSWORD + " as one of");
            DemoPeople.all().forEach(person -> out.println("  " + person.text()));
        }
        out.println("Ctrl-C stops it.");
        out.flush();
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private static void stop(Platform platform, Installation installation, CountDownLatch stopped) {
        try {
            platform.close();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(RunCommand.class).error("Not everything stopped in good order", e);
        } finally {
            installation.close();
            stopped.countDown();
        }
    }
}
