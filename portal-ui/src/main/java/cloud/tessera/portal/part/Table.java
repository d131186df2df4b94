package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import java.util.List;

/** A table to be read from top to bottom: lines of a bill, figures behind a chart. It scrolls by itself where it is wide. */
public final class Table extends Div {
    private static final long serialVersionUID = 1;
    private final NativeTable table = new NativeTable();
    private final NativeTableBody body;
    private final List<Column> columns;

    /**
     * A column.
     *
     * @param figures whether it holds figures, which stand at its end
     */
    public record Column(String heading, boolean figures) {
        public static Column text(String heading) {
            return new Column(heading, false);
        }

        public static Column figures(String heading) {
            return new Column(heading, true);
        }
    }

    public Table(String caption, List<Column> columns) {
        this.columns = columns;
        addClassName("scroll-x");
        getElement().setAttribute("tabindex", "0");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", caption);
        table.addClassName("plain");
        var head = new NativeTableRow();
        for (Column column : columns) {
            var cell = new NativeTableHeaderCell(column.heading());
            cell.getElement().setAttribute("scope", "col");
            cell.setClassName("number", column.figures());
            head.add(cell);
        }
        table.getHead().add(head);
        body = table.getBody();
        add(table);
    }

    /** Where there is no room for the columns, each row becomes a list of its parts with their headings. */
    public Table folding() {
        addClassName("folds");
        return this;
    }

    /** Adds a row with a text for each column. */
    public NativeTableRow row(String... texts) {
        return row(
                List.of(texts).stream().map(text -> (Component) new Span(text)).toArray(Component[]::new));
    }

    /** Adds a row with a part for each column. */
    public NativeTableRow row(Component... parts) {
        var row = new NativeTableRow();
        for (int i = 0; i < parts.length; i++) {
            var cell = new NativeTableCell(parts[i]);
            cell.setClassName("number", columns.get(i).figures());
            cell.getElement().setAttribute("data-heading", columns.get(i).heading());
            row.add(cell);
        }
        body.add(row);
        return row;
    }

    /** Adds what belongs to the last row, below it and as wide as the columns after the first. */
    public void below(Component part) {
        var cell = new NativeTableCell(part);
        cell.getElement().setAttribute("colspan", String.valueOf(columns.size() - 1));
        var row = new NativeTableRow(new NativeTableCell(), cell);
        row.addClassName("below");
        body.add(row);
    }

    /** Begins a part of the table with a heading of its own. */
    public void section(String heading) {
        var cell = new NativeTableHeaderCell(heading);
        cell.getElement().setAttribute("colspan", String.valueOf(columns.size()));
        cell.getElement().setAttribute("scope", "rowgroup");
        var row = new NativeTableRow(cell);
        row.addClassName("section");
        body.add(row);
    }
}
