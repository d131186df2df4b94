package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.quota.access.LostPassword;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets somebody in again who has lost the password; works beside a running Tessera and without one. */
@Command(
        name = "set-password",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sets the password of a person, operator or member of an organization, and ends the person's sessions.",
            "",
            "Asks for the password at a terminal; elsewhere reads it as the first line of standard input."
        })
final class SetPasswordCommand implements Callable<Integer> {
    @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "What the person signs in with.")
    private String email = "";

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String password = TypedPassword.read();
        try (var installation = Installation.visit(data.path(), System.getenv());
                var beans = Beans.forErrand(installation)) {
            Outcome<Person> set =
                    beans.getBean(LostPassword.class).set(Caller.Job.named("set-password"), email, password);
            switch (set) {
                case Outcome.Done<Person>(Person person, boolean ignored) ->
                    spec.commandLine()
                            .getOut()
                            .println(person.email() + " can sign in with the new password now; older sessions have"
                                    + " ended.");
                case Outcome.No<Person> no ->
                    throw new StartUpProblem(Kind.USAGE, no.refusal().detail());
            }
        }
        return 0;
    }
}
