package cloud.tessera.ops.platform;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.quota.audit.SealingKey;
import java.nio.file.Path;
import java.util.Map;

/**
 * The key that seals the audit log: {@code TESSERA_AUDIT_KEY}, or else {@code audit-key.json} in the data directory, which
 * is made at the first start. Either way it lies outside of the database.
 */
final class SealingKeyFile {
    private static final KeyFile FILE = new KeyFile("TESSERA_AUDIT_KEY", "audit-key.json");

    private SealingKeyFile() {}

    /** Reads the key or makes it. Refused with a {@code StartUpProblem} where what is there is no key. */
    static SealingKey in(Path directory, Map<String, String> environment) {
        KeyFile.Found found =
                FILE.in(directory, environment, () -> SealingKey.generate().jwk());
        try {
            return SealingKey.of(found.text());
        } catch (IllegalArgumentException e) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    found.where() + " must hold an Ed25519 key as a JWK, such as the one in " + FILE.file()
                            + " of a data directory; " + e.getMessage() + ".");
        }
    }
}
