package cloud.tessera.ops.launcher;

import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.quota.access.SigningKeys;
import cloud.tessera.quota.term.Caller;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends the keys that sign tokens and begins with a new one; works beside a running Tessera and without one. */
@Command(
        name = "replace-signing-key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ends every key that signs access tokens, and begins with a new one: where one may have become known to others.",
            "",
            "Every access token is refused within a minute; programs get a new one by their refresh token or API key."
                    + " Otherwise nothing needs to be done: each key is followed by another one after 30 days."
        })
final class ReplaceSigningKeyCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try (var installation = Installation.visit(data.path(), System.getenv());
                var beans = Beans.forErrand(installation)) {
            String kid = beans.getBean(SigningKeys.class).replace(Caller.Job.named("replace-signing-key"));
            spec.commandLine().getOut().println("Access tokens are signed by the key " + kid + " now.");
        }
        return 0;
    }
}
