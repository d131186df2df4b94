package cloud.tessera.ops.launcher;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.quota.access.LostSecondFactor;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets somebody in again who has lost the authenticator app and the recovery codes; beside a running Tessera or without. */
@Command(
        name = "reset-second-factor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes the second factor of a person away, operator or member of an organization, and ends the person's",
            "sessions. The password stays. Make sure of who asks for it first."
        })
final class ResetSecondFactorCommand implements Callable<Integer> {
    @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "What the person signs in with.")
    private String email = "";

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var installation = Installation.visit(data.path(), System.getenv());
                var beans = Beans.forErrand(installation)) {
            switch (beans.getBean(LostSecondFactor.class).reset(Caller.Job.named("reset-second-factor"), email)) {
                case Outcome.Done<Person>(Person person, boolean ignored) ->
                    spec.commandLine()
                            .getOut()
                            .println(person.email() + " signs in with the password alone now; older sessions have"
                                    + " ended.");
                case Outcome.No<Person> no ->
                    throw new StartUpProblem(Kind.USAGE, no.refusal().detail());
            }
        }
        return 0;
    }
}
