package cloud.tessera.quota.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for signals of other processes on a connection of its own until it is closed. A connection that is lost is
 * opened again, tried every second.
 */
public final class Listening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration TO_ANSWER = Duration.ofSeconds(5);

    private final DataSource database;
    private final String channel;
    private final String self;
    private final Runnable heard;
    private final Runnable wake;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param self what signals of this process say
     * @param heard what to do at a signal of another one
     * @param wake sends a signal of this process
     */
    Listening(DataSource database, String channel, String self, Runnable heard, Runnable wake) {
        this.database = database;
        this.channel = channel;
        this.self = self;
        this.heard = heard;
        this.wake = wake;
        this.thread = Thread.ofVirtual().name("listening-" + channel).start(this::listen);
    }

    private void listen() {
        do {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException e) {
                if (!stopped()) {
                    LOG.warn("Nothing is heard of other processes until the database answers: {}", e.getMessage());
                }
            }
        } while (!stopped(BETWEEN_TRIES));
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        execute(connection, "listen " + channel);
        try {
            tell(); // what came before
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!stopped()) {
                PGNotification[] signals = postgres.getNotifications((int) QUIET.toMillis());
                if (signals.length == 0 && !connection.isValid((int) TO_ANSWER.toSeconds())) {
                    throw new SQLException("The connection that listens is dead");
                }
                if (Arrays.stream(signals)
                        .anyMatch(signal -> !signal.getParameter().equals(self))) {
                    tell();
                }
            }
        } finally {
            // So that nobody else is given a connection that listens; on a dead one this fails, and the pool drops it.
            execute(connection, "unlisten *");
        }
    }

    private void tell() {
        try {
            heard.run();
        } catch (RuntimeException e) {
            LOG.warn("What another process has signalled is read later: {}", e.getMessage());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private boolean stopped(Duration wait) {
        try {
            return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends it; what is being read at this moment is read to its end. */
    @Override
    public void close() {
        stop.countDown();
        wake.run();
        try {
            if (!thread.join(TO_ANSWER)) {
                LOG.warn("{} did not end in time", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
