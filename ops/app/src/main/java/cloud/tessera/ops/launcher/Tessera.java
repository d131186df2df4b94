package cloud.tessera.ops.launcher;

import cloud.tessera.ops.bench.Bench;
import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.replay.ReplayCommand;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program behind the scripts in {@code ops/}. It ends with 0, or with a code of sysexits(3) and one sentence on
 * standard error that says what is wrong.
 */
@Command(
        name = "tessera",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A GPU cloud on your own machines.",
        subcommands = {
            RunCommand.class,
            CreateOperatorCommand.class,
            SetPasswordCommand.class,
            ResetSecondFactorCommand.class,
            ReplaceSigningKeyCommand.class,
            VerifyAuditCommand.class,
            WarmUpCommand.class,
            ReplayCommand.class,
            Bench.class
        })
public final class Tessera {
    private Tessera() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Tessera())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, arguments) -> {
                    say(problem.getCommandLine(), problem.getMessage() + " See --help.");
                    return Kind.USAGE.exitCode();
                })
                .setExecutionExceptionHandler((problem, line, arguments) -> {
                    if (problem instanceof StartUpProblem known) {
                        say(line, known.sentence());
                        return known.kind().exitCode();
                    }
                    LoggerFactory.getLogger(Tessera.class).error("A defect of Tessera", problem);
                    say(line, "This is a defect of Tessera; what is above says where: " + problem.getMessage());
                    return Kind.SOFTWARE.exitCode();
                });
    }

    private static void say(CommandLine line, String sentence) {
        line.getErr().println("tessera: " + sentence);
        line.getErr().flush();
    }
}
