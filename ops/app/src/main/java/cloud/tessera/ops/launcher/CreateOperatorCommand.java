package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PlatformRole;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a person of the platform, the first one above all; works beside a running Tessera and without one. */
@Command(
        name = "create-operator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Creates an operator of the platform.",
            "",
            "Asks for the password at a terminal; elsewhere reads it as the first line of standard input."
        })
final class CreateOperatorCommand implements Callable<Integer> {
    @Option(
            names = "--email",
            required = true,
            paramLabel = "ADDRESS",
            description = "What the operator signs in with.")
    private String email = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The name that is shown.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "OPERATOR",
            description = "operator or support (default operator).")
    private PlatformRole role = PlatformRole.OPERATOR;

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String password = TypedPassword.read();
        try (var installation = Installation.visit(data.path(), System.getenv());
                var beans = Beans.forErrand(installation)) {
            Outcome<Person> made = beans.getBean(People.class)
                    .createOperator(Caller.Job.named("create-operator"), email, name, password, role);
            switch (made) {
                case Outcome.Done<Person> done -> spec.commandLine().getOut().println(email + " can sign in now.");
                case Outcome.No<Person> no ->
                    throw new StartUpProblem(Kind.USAGE, no.refusal().detail());
            }
        }
        return 0;
    }
}
