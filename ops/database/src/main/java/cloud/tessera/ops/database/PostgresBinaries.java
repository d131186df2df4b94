package cloud.tessera.ops.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL ({@code initdb}, {@code pg_ctl}, {@code postgres}), unpacked once for each version from the
 * archive on the class path into the user's cache ({@code TESSERA_CACHE}, {@code $XDG_CACHE_HOME/tessera} or
 * {@code ~/.cache/tessera}), or beside the data where there is no such directory.
 */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The directory that holds {@code bin}, {@code lib} and {@code share}. */
    static synchronized Path unpacked(Path fallback) {
        URL archive = archive();
        try {
            String name = "postgresql-" + checksum(archive);
            Path home = writable(cache(), fallback).resolve(name);
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be unpacked", e);
        }
    }

    private static URL archive() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String kind = switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
        URL found = PostgresBinaries.class.getResource("/postgres-linux-" + kind + ".txz");
        if (found == null || !System.getProperty("os.name").startsWith("Linux")) {
            throw new StartUpProblem(
                    StartUpProblem.Kind.UNAVAILABLE,
                    "The embedded PostgreSQL runs on Linux (x86-64 or ARM64) only; set TESSERA_DATABASE_URL to use"
                            + " a PostgreSQL 18 of your own.");
        }
        return found;
    }

    /** Names the version without reading 15 MB at every start: the checksum that the jar keeps of its entry. */
    private static String checksum(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                return Long.toHexString(file.getEntry(jar.getEntryName()).getCrc());
            }
        }
        return Long.toHexString(connection.getContentLengthLong());
    }

    private static Path cache() {
        String own = System.getenv("TESSERA_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own);
        }
        String common = System.getenv("XDG_CACHE_HOME");
        return common != null && !common.isBlank()
                ? Path.of(common, "tessera")
                : Path.of(System.getProperty("user.home"), ".cache", "tessera");
    }

    private static Path writable(Path wanted, Path fallback) throws IOException {
        try {
            Files.createDirectories(wanted);
            if (Files.isWritable(wanted)) {
                return wanted;
            }
        } catch (FileSystemException e) {
            // No home directory, or none that may be written: the data directory serves.
        }
        return Files.createDirectories(fallback);
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Path fresh = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (InputStream in = archive.openStream();
                var tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, fresh);
            }
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Another process was quicker.
            Directories.delete(fresh);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("The archive of PostgreSQL names a file outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, root.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(tar, target);
            boolean program = entry.getName().contains("bin/");
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
