package cloud.tessera.ops.launcher;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar; a class path of directories has none. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"Tessera " + Objects.requireNonNullElse(version, "from a build that was not packaged")};
    }
}
