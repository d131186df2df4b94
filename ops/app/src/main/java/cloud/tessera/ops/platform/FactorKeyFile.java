package cloud.tessera.ops.platform;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.quota.access.FactorKey;
import java.nio.file.Path;
import java.util.Map;

/**
 * The key that the secrets of second factors are stored under: {@code TESSERA_FACTOR_KEY}, or else {@code factor-key} in the
 * data directory, which is made at the first start.
 */
final class FactorKeyFile {
    private static final KeyFile FILE = new KeyFile("TESSERA_FACTOR_KEY", "factor-key");

    private FactorKeyFile() {}

    /** Reads the key or makes it. Refused with a {@code StartUpProblem} where what is there is no key. */
    static FactorKey in(Path directory, Map<String, String> environment) {
        KeyFile.Found found =
                FILE.in(directory, environment, () -> FactorKey.generate().text());
        try {
            return FactorKey.of(found.text());
        } catch (IllegalArgumentException e) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    found.where() + " must hold 256 random bits in base64, such as " + FILE.file()
                            + " of a data directory.");
        }
    }
}
