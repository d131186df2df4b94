package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.ExternalDatabase;
import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.quota.audit.AuditFault;
import cloud.tessera.quota.audit.AuditHead;
import cloud.tessera.quota.audit.AuditVerification;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows that the audit log is what was sealed, or names the first entry that is not. */
@Command(
        name = "verify-audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares every entry of the audit log with its seal, and every chain with its signed end; names the first"
                    + " that does not hold. Works beside a running Tessera and without one.",
            "",
            "Ends with 0 when all hold and with 65 when something does not. The last line is JSON."
        })
final class VerifyAuditCommand implements Callable<Integer> {
    private static final Caller JOB = Caller.Job.named("verify-audit");

    @Option(names = "--save", paramLabel = "FILE", description = "Writes the signed ends there: keep them elsewhere.")
    private @Nullable Path save;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Compares with ends that were saved: what the log held then must still be there.")
    private @Nullable Path against;

    @Option(
            names = "--sign-again",
            description = "Signs all ends by the key that there is now, where nothing else is wrong: after the key was"
                    + " changed on purpose.")
    private boolean signAgain;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The file of saved ends. */
    private record Saved(List<AuditHead> heads) {}

    @Override
    public Integer call() throws IOException {
        if (ExternalDatabase.of(System.getenv()).isEmpty()
                && !Files.exists(data.path().resolve("postgres"))) {
            throw new StartUpProblem(
                    Kind.INPUT, "There is no Tessera in " + data.path() + "; name its directory with --data.");
        }
        List<AuditHead> kept = against == null ? List.of() : kept(against);
        AuditVerification.Report report;
        try (var installation = Installation.visit(data.path(), System.getenv());
                var beans = Beans.forAudit(installation)) {
            var verification = beans.getBean(AuditVerification.class);
            report = signAgain ? verification.signAgain(JOB) : verification.verify(JOB, kept);
        }
        if (save != null) {
            Files.writeString(save, Json.write(new Saved(report.heads())) + "\n");
        }
        PrintWriter out = spec.commandLine().getOut();
        report.faults().forEach(fault -> out.println(fault.sentence()));
        out.println(line(report));
        return report.faults().isEmpty() ? 0 : Kind.DATA.exitCode();
    }

    private static List<AuditHead> kept(Path file) throws IOException {
        try {
            return Json.read(Files.readString(file), Saved.class).heads();
        } catch (IllegalStateException e) {
            throw new StartUpProblem(Kind.USAGE, file + " is not a file that --save has written.");
        }
    }

    private static String line(AuditVerification.Report report) {
        Map<String, Object> line = new TreeMap<>();
        line.put("holds", report.faults().isEmpty());
        line.put("chains", report.chains());
        line.put("entries", report.entries());
        line.put("waiting", report.waiting());
        report.faults().stream().findFirst().ifPresent(first -> line.put("first", first(first)));
        return Json.write(line);
    }

    private static Map<String, Object> first(AuditFault fault) {
        Map<String, Object> first = new TreeMap<>();
        first.put("kind", fault.kind().text());
        first.put("chain", fault.chain());
        first.put("position", fault.position());
        if (fault.entry() != null) {
            first.put("entry", fault.entry());
        }
        return first;
    }
}
