package cloud.tessera.ops.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Writes rows into a table by {@code COPY}. */
final class CopiedRows implements FullCalendar.Rows {
    private static final int CHUNK = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder chunk = new StringBuilder();

    /** @param into the table with its columns */
    CopiedRows(Connection connection, String into) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
    }

    @Override
    public void add(String row) {
        chunk.append(row).append('\n');
        if (chunk.length() > CHUNK) {
            write();
        }
    }

    private void write() {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        chunk.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw new IllegalStateException("A row was refused", e);
        }
    }

    void end() throws SQLException {
        write();
        copy.endCopy();
    }
}
