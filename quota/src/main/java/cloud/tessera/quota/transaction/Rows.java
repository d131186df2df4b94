package cloud.tessera.quota.transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many rows by one statement. Each column travels as one array, so that the text of the statement depends on the
 * columns alone and the database plans it once, however many rows there are. The statement is handed over to be run
 * {@linkplain Tx#later later}.
 */
public final class Rows<T> {
    private final List<T> rows;
    private final List<Column> columns = new ArrayList<>();
    private final List<Column> alike = new ArrayList<>();

    /** A column and what it travels as. */
    private record Column(String name, String type, Object value) {}

    private Rows(Collection<T> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The rows, one for each of these, in their order. */
    public static <T> Rows<T> of(Collection<T> rows) {
        return new Rows<>(rows);
    }

    /**
     * A column.
     *
     * @param type as the database calls it
     * @param value what is written as text the way the database reads it; null for none
     */
    public Rows<T> column(String name, String type, Function<T, @Nullable Object> value) {
        @Nullable String[] texts = new @Nullable String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = Objects.toString(value.apply(rows.get(i)), null);
        }
        columns.add(new Column(name, type, texts));
        return this;
    }

    /** A column that is the same in all rows. */
    public Rows<T> same(String name, String type, Object value) {
        alike.add(new Column(name, type, value));
        return this;
    }

    /** Inserts them. */
    public void insertInto(Tx tx, String table) {
        if (!rows.isEmpty()) {
            tx.later(insert(table, ""), values());
        }
    }

    /**
     * Inserts them and asks for what that returns.
     *
     * @param rest what follows, such as {@code on conflict do nothing returning id}
     */
    public <R> Later<List<R>> askInserted(Tx tx, String table, String rest, RowReader<R> reader) {
        return rows.isEmpty() ? List::of : tx.ask(insert(table, rest), reader, values());
    }

    private Object[] values() {
        return Stream.concat(alike.stream(), columns.stream())
                .map(Column::value)
                .toArray();
    }

    private String insert(String table, String rest) {
        return "insert into " + table
                + Stream.concat(columns.stream(), alike.stream())
                        .map(Column::name)
                        .collect(Collectors.joining(", ", " (", ") "))
                + "select u.*"
                + alike.stream().map(each -> ", ?::" + each.type()).collect(Collectors.joining())
                + " from unnest"
                + columns.stream()
                        .map(each -> "?::" + each.type() + "[]")
                        .collect(Collectors.joining(", ", "(", ") u "))
                + rest;
    }
}
