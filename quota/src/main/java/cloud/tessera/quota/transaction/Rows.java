package cloud.tessera.quota.transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many rows by one statement. Each column travels as one array, so that the text of the statement depends on the
 * columns alone and the database plans it once, however many rows there are.
 */
public final class Rows<T> {
    private final List<T> rows;
    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

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
            Object each = value.apply(rows.get(i));
            texts[i] = each == null ? null : each.toString();
        }
        names.add(name);
        types.add(type);
        values.add(texts);
        return this;
    }

    /** Inserts them and returns how many were. */
    public int insertInto(Tx tx, String table) {
        return insertInto(tx, table, "");
    }

    /**
     * Inserts them.
     *
     * @param rest what follows, such as {@code on conflict do nothing}
     */
    public int insertInto(Tx tx, String table, String rest) {
        return rows.isEmpty() ? 0 : tx.sql().execute(insert(table, rest), values.toArray());
    }

    /** Inserts them and fetches what {@code rest} returns. */
    public List<Record> fetchInserted(Tx tx, String table, String rest) {
        return rows.isEmpty() ? List.of() : tx.sql().fetch(insert(table, rest), values.toArray());
    }

    private String insert(String table, String rest) {
        return "insert into " + table + " (" + String.join(", ", names) + ") select * from " + unnest() + " " + rest;
    }

    private String unnest() {
        return "unnest("
                + String.join(
                        ", ", types.stream().map(type -> "?::" + type + "[]").toList())
                + ")";
    }
}
