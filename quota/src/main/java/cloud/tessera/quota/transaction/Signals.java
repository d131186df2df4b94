package cloud.tessera.quota.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes on the same database that there is something new for them to read. A signal carries nothing and
 * may be lost, with the process that was to send it: whoever listens reads now and then as well.
 *
 * <p>It is sent after the commit by a transaction of its own, one for all that was committed within a short time. PostgreSQL
 * lets those that notify commit one after another, and a booking that notified would wait for the disk in that line.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private final DataSource database;
    /** Names this process to itself, which has no need of its own signals. */
    private final String self = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private final Set<String> waiting = new HashSet<>();
    private boolean sending;

    Signals(DataSource database) {
        this.database = database;
    }

    /** Sends signals on channels soon, without being waited for. */
    void send(Set<String> channels) {
        synchronized (waiting) {
            waiting.addAll(channels);
            if (sending || waiting.isEmpty()) {
                return;
            }
            sending = true;
        }
        Thread.ofVirtual().name("signals").start(this::sendAll);
    }

    private void sendAll() {
        for (Set<String> channels = next(); !channels.isEmpty(); channels = next()) {
            try {
                send(channels.toArray(String[]::new));
            } catch (SQLException e) {
                LOG.debug("Nobody was told that there is something on {}", channels, e);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private Set<String> next() {
        synchronized (waiting) {
            Set<String> channels = Set.copyOf(waiting);
            waiting.clear();
            sending = !channels.isEmpty();
            return channels;
        }
    }

    private void send(String... channels) throws SQLException {
        try (Connection connection = database.getConnection();
                // There is nothing to be lost by a crash, so nobody waits for the disk with the lock in hand.
                PreparedStatement sql = connection.prepareStatement(
                        "select set_config('synchronous_commit', 'off', true), pg_notify(channel, ?) from unnest(?) as c (channel)")) {
            connection.setAutoCommit(true);
            sql.setString(1, self);
            sql.setArray(2, connection.createArrayOf("text", channels));
            sql.execute();
        }
    }

    /** Calls {@code heard} after each signal of another process, and whenever signals may have been missed. */
    Listening listen(String channel, Runnable heard) {
        return new Listening(database, channel, self, heard, () -> send(Set.of(channel)));
    }
}
