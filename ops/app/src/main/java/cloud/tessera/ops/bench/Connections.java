package cloud.tessera.ops.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Connections beside those of the product, each with its settings for good. */
final class Connections implements AutoCloseable {
    private final String url;
    private final String user;
    private final String password;
    private final Queue<Connection> all = new ConcurrentLinkedQueue<>();

    Connections(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** One that is nobody's. */
    Connection open() throws SQLException {
        return open("");
    }

    /** One that is a tenant's from its beginning, as the policies see it. */
    Connection of(UUID organization) throws SQLException {
        return open("-c role=tessera_tenant -c app.organizations=" + organization);
    }

    private Connection open(String settings) throws SQLException {
        var login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("options", settings);
        Connection connection = DriverManager.getConnection(url, login);
        all.add(connection);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }
}
