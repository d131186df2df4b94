package cloud.tessera.api.health;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this server should be sent requests: its database answers, and it is not about to stop. */
@Singleton
public final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
    private static final int PATIENCE_SECONDS = 2;

    private final DataSource database;
    private volatile boolean draining;

    Readiness(DataSource database) {
        this.database = database;
    }

    /** Says from now on that no more requests should come; those that are under way finish. The first step of stopping. */
    public void drain() {
        draining = true;
    }

    boolean ready() {
        if (draining) {
            return false;
        }
        try (Connection connection = database.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            LOG.warn("Not ready: the database does not answer ({})", e.getMessage());
            return false;
        }
    }
}
