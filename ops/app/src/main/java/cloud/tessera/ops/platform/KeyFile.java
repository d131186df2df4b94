package cloud.tessera.ops.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A key that lies outside of the database: in a variable of the environment, which several machines share, or else in a
 * file of the data directory, which is made when it is first needed.
 *
 * @param variable the variable's name
 * @param file the file's name
 */
record KeyFile(String variable, String file) {
    /** A key as text, and where it was found. */
    record Found(String text, String where) {}

    /** Reads the key, or makes it. */
    Found in(Path directory, Map<String, String> environment, Supplier<String> fresh) {
        String given = environment.getOrDefault(variable, "");
        if (!given.isBlank()) {
            return new Found(given, variable);
        }
        Path path = directory.resolve(file);
        try {
            return new Found(Files.exists(path) ? Files.readString(path) : make(path, fresh.get()), path.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String make(Path path, String key) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        // Readable for its owner alone from the beginning, and never there by half.
        Path fresh = Files.createTempFile(
                path.getParent(),
                file,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, key + "\n");
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}
