package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.demo.Demo;
import cloud.tessera.ops.demo.DemoPeople;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Opened;
import cloud.tessera.ops.platform.Platform;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.term.Caller;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.Callable;
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
        try (var opened = Opened.untilTheProcessEnds()) {
            try {
                Installation installation = Installation.open(data.path(), System.getenv(), opened);
                boolean demo = new Demo(installation, opened, this::say).settle(!empty);
                Platform platform = opened.open(() -> Platform.start(installation, host, port, demo));
                greet(platform, demo, (System.nanoTime() - begun) / 1_000_000);
            } catch (RuntimeException problem) {
                if (!opened.isClosing()) {
                    throw problem;
                }
                // It was told to stop while it started, and what was under way has failed for that.
            }
            opened.awaitClosed();
        }
        return 0;
    }

    /** Before anything is started, so that the answer comes at once. */
    private void requireFreePort() {
        if (port < 1 || port > 65_535) {
            throw new StartUpProblem(Kind.USAGE, "--port takes a number from 1 to 65535.");
        }
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new StartUpProblem(
                    Kind.USAGE, "--host takes an address of this machine, and " + host + " is a name of none.");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
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
            out.println("There is no operator yet. Create the first one in another terminal"
                    + (System.getenv("TESSERA_DATABASE_URL") == null ? ":" : " with the same TESSERA_... variables:"));
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
}
