package cloud.tessera.quota.transaction;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Statements of one transaction that wait to be sent, so that several of them cost one journey to the database. They are
 * run there one after another, each seeing what the others before it have done, when the first of their results is asked
 * for, before any other statement of the transaction, and before its commit.
 */
final class Pipeline {
    private final Connection connection;
    private final List<Sent> waiting = new ArrayList<>();

    /** A statement that waits, and where its result goes; null for what nobody asks for. */
    private record Sent(
            String sql, Object[] values, @Nullable Answer<?> answer) {}

    Pipeline(Connection connection) {
        this.connection = connection;
    }

    private static final class Answer<T> {
        private final RowReader<T> reader;
        private @Nullable List<T> rows;

        Answer(RowReader<T> reader) {
            this.reader = reader;
        }

        void take(ResultSet result) throws SQLException {
            List<T> read = new ArrayList<>();
            while (result.next()) {
                read.add(reader.read(result));
            }
            rows = read;
        }
    }

    void add(String sql, Object... values) {
        waiting.add(new Sent(sql, values, null));
    }

    <T> Later<List<T>> ask(String sql, RowReader<T> reader, Object... values) {
        var answer = new Answer<>(reader);
        waiting.add(new Sent(sql, values, answer));
        return () -> {
            if (answer.rows == null) {
                flush();
            }
            List<T> rows = answer.rows;
            if (rows == null) {
                throw new IllegalStateException("A statement of a transaction that failed has no result");
            }
            return rows;
        };
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void discard() {
        waiting.clear();
    }

    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Sent> all = List.copyOf(waiting);
        waiting.clear();
        String sql = all.stream().map(Sent::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            // The same few texts come again and again, so they are worth being planned once.
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            bind(statement, all);
            boolean rows = statement.execute();
            for (Sent sent : all) {
                if (rows && sent.answer() != null) {
                    try (ResultSet result = statement.getResultSet()) {
                        sent.answer().take(result);
                    }
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new DataAccessException("SQL [" + sql + "]; " + e.getMessage(), e);
        }
    }

    /** Values go as text the way the database reads it, arrays too, so that it takes their types from the statements. */
    private static void bind(PreparedStatement statement, List<Sent> all) throws SQLException {
        int place = 1;
        for (Sent sent : all) {
            for (Object value : sent.values()) {
                String text = value instanceof Object[] array ? array(array) : value.toString();
                statement.setObject(place++, text, Types.OTHER);
            }
        }
    }

    private static String array(@Nullable Object[] values) {
        var text = new StringBuilder(values.length * 40).append('{');
        for (Object value : values) {
            if (text.length() > 1) {
                text.append(',');
            }
            if (value == null) {
                text.append("NULL");
            } else {
                quote(text, value.toString());
            }
        }
        return text.append('}').toString();
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }
}
