package cloud.tessera.ops.database;

import java.nio.file.Path;

/** A process that starts the database of a directory, says so, and waits to be killed. */
final class HoldDatabase {
    private HoldDatabase() {}

    public static void main(String[] args) throws InterruptedException {
        try (var directory = DataDirectory.open(Path.of(args[0]));
                var database = PersistentDatabase.start(directory)) {
            System.out.println("started " + database.application());
            System.out.flush();
            Thread.sleep(60_000);
        }
    }
}
