package cloud.tessera.ops.platform;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.quota.audit.SealingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The key that seals the audit log: {@code TESSERA_AUDIT_KEY}, or else {@code audit-key.json} in the data directory, which
 * is made at the first start. Either way it lies outside of the database.
 */
final class SealingKeyFile {
    private static final String VARIABLE = "TESSERA_AUDIT_KEY";
    private static final String FILE = "audit-key.json";

    private SealingKeyFile() {}

    /** Reads the key or makes it. Refused with a {@code StartUpProblem} where what is there is no key. */
    static SealingKey in(Path directory, Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isBlank()) {
            return read(given, VARIABLE);
        }
        Path file = directory.resolve(FILE);
        try {
            return Files.exists(file) ? read(Files.readString(file), file.toString()) : make(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SealingKey make(Path file) throws IOException {
        SealingKey key = SealingKey.generate();
        Files.createDirectories(file.toAbsolutePath().getParent());
        // Readable for its owner alone from the beginning, and never there by half.
        Path fresh = Files.createTempFile(
                file.getParent(),
                FILE,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, key.jwk() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    private static SealingKey read(String jwk, String where) {
        try {
            return SealingKey.of(jwk);
        } catch (IllegalArgumentException e) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    where + " must hold an Ed25519 key as a JWK, such as the one in " + FILE + " of a data directory; "
                            + e.getMessage() + ".");
        }
    }
}
