package cloud.tessera.ops.database;

import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which one installation keeps everything: the database, the passwords it made for it (readable by its
 * owner alone), the port of the database. One process uses it at a time; the lock goes with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Makes the directory where there is none, and locks it. Refused with a sentence where that cannot be. */
    public static DataDirectory open(Path wanted) {
        Path path = wanted.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            var lockFile = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!Files.isReadable(path)) {
                lockFile.close();
                throw unusable(path, null);
            }
            lock(path, lockFile);
            return new DataDirectory(path, lockFile);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static StartUpProblem unusable(Path path, @Nullable IOException cause) {
        String sentence = "The data directory " + path
                + " cannot be read and written; check that it is a directory and that you own it, or choose another"
                + " with --data.";
        return cause == null
                ? new StartUpProblem(Kind.PERMISSION, sentence)
                : new StartUpProblem(Kind.PERMISSION, sentence, cause);
    }

    private static void lock(Path path, FileChannel file) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            String holder = Files.readString(path.resolve("lock")).strip();
            file.close();
            throw new StartUpProblem(
                    Kind.BUSY,
                    "The data directory " + path + " is in use by another Tessera"
                            + (holder.isEmpty() ? "" : " (process " + holder + ")")
                            + "; stop that one first, or choose another directory with --data.");
        }
        file.truncate(0);
        file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    }

    /** Where it is, absolute. */
    public Path path() {
        return path;
    }

    /** True until the database has been made in it. */
    public boolean isNew() {
        return !Files.exists(path.resolve("postgres"));
    }

    /** The password of a login, made at the first question. */
    String password(String login) throws IOException {
        Properties passwords = readPasswords(path);
        String known = passwords.getProperty(login);
        if (known != null) {
            return known;
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        passwords.setProperty(login, made);
        var text = new StringBuilder("# Passwords of the embedded database; keep them to yourself.\n");
        passwords.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> text.append(name)
                        .append('=')
                        .append(passwords.getProperty(name))
                        .append('\n'));
        writePrivately(path.resolve("passwords"), text.toString());
        return made;
    }

    static Properties readPasswords(Path path) throws IOException {
        var passwords = new Properties();
        Path file = path.resolve("passwords");
        if (Files.exists(file)) {
            passwords.load(new StringReader(Files.readString(file)));
        }
        return passwords;
    }

    /** Replaces a file at once or not at all; from its first moment only its owner may read it. */
    private static void writePrivately(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The port the database had last; 0 where it had none. */
    static int rememberedPort(Path path) throws IOException {
        Path file = path.resolve("postgres.port");
        try {
            return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    void rememberPort(int port) throws IOException {
        writePrivately(path.resolve("postgres.port"), port + "\n");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
