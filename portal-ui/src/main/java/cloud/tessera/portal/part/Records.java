package cloud.tessera.portal.part;

import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.function.ValueProvider;
import com.vaadin.flow.shared.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list of records: columns where there is room, and one column that tells all of a record where there is not. What is
 * listed in pages is fetched as it is scrolled to.
 */
public final class Records<T> extends Grid<T> {
    private static final long serialVersionUID = 1;
    private static final int NARROW_PX = 760;
    private static final int FEW = 12;

    private final List<Column<T>> wide = new ArrayList<>();
    private @Nullable Column<T> narrow;
    private final Div place = new Div();
    private transient Function<Page.Request, Page<T>> pages = request -> new Page<>(List.of(), null);
    private Component empty = new Div();
    private @Nullable Registration resizing;

    /**
     * @param name what is listed, for those who do not see it
     */
    public Records(String name) {
        getElement().setAttribute("aria-label", name);
        setSelectionMode(SelectionMode.NONE);
        setWidthFull();
    }

    public Records<T> column(String heading, ValueProvider<T, ?> text) {
        wide.add(addColumn(text).setHeader(heading).setAutoWidth(true).setFlexGrow(1));
        return this;
    }

    /** A column of figures, which stand below one another. */
    public Records<T> figures(String heading, ValueProvider<T, ?> text) {
        wide.add(addColumn(text)
                .setHeader(heading)
                .setAutoWidth(true)
                .setFlexGrow(0)
                .setTextAlign(ColumnTextAlign.END));
        return this;
    }

    public Records<T> part(String heading, ValueProvider<T, ? extends Component> part) {
        wide.add(addComponentColumn(part).setHeader(heading).setAutoWidth(true).setFlexGrow(1));
        return this;
    }

    /** A column of parts that may take several lines, so that a long one leaves the others their room. */
    public Records<T> wrapped(String heading, ValueProvider<T, ? extends Component> part) {
        wide.add(addComponentColumn(record -> {
                    Component shown = part.apply(record);
                    shown.addClassName("wraps");
                    return shown;
                })
                .setHeader(heading)
                .setWidth("11rem")
                .setFlexGrow(1));
        return this;
    }

    /** What a narrow screen shows of a record instead of the columns. */
    public Records<T> narrow(String heading, ValueProvider<T, ? extends Component> part) {
        narrow = addComponentColumn(part).setHeader(heading).setFlexGrow(1);
        narrow.setVisible(false);
        return this;
    }

    /** Shows all of a short list. */
    public Records<T> showAll(List<T> records) {
        setItems(records);
        setAllRowsVisible(true);
        return this;
    }

    /**
     * Where the list stands: the records, or what to show while there are none.
     *
     * @param from fetches a part of the list
     */
    public Div listing(Function<Page.Request, Page<T>> from, Component whenEmpty) {
        pages = from;
        empty = whenEmpty;
        update(from.apply(Page.Request.first(Page.MOST)));
        return place;
    }

    /** Shows the list anew, from its first part on. */
    public void update(Page<T> first) {
        Component shown = first.items().isEmpty() ? empty : this;
        if (place.getComponentCount() == 0 || !place.getComponentAt(0).equals(shown)) {
            place.removeAll();
            place.add(shown);
        }
        boolean few = first.next() == null && first.items().size() <= FEW;
        setAllRowsVisible(few);
        if (few) {
            setItems(first.items());
        } else {
            var fetched = new Fetched<>(pages, first);
            setItems((Query<T, Void> query) -> fetched.part(query.getOffset(), query.getLimit()));
            setHeight("36rem");
        }
    }

    @Override
    protected void onAttach(com.vaadin.flow.component.AttachEvent event) {
        super.onAttach(event);
        UI ui = event.getUI();
        fit(ui.getPage().getExtendedClientDetails().getWindowInnerWidth());
        resizing = ui.getPage().addBrowserWindowResizeListener(resized -> fit(resized.getWidth()));
    }

    @Override
    protected void onDetach(com.vaadin.flow.component.DetachEvent event) {
        super.onDetach(event);
        if (resizing != null) {
            resizing.remove();
        }
    }

    private void fit(int width) {
        if (narrow == null) {
            return;
        }
        boolean small = width > 0 && width < NARROW_PX;
        narrow.setVisible(small);
        wide.forEach(column -> column.setVisible(!small));
    }

    /** Pages that were fetched so far, in order. */
    private static final class Fetched<T> {
        private final Function<Page.Request, Page<T>> pages;
        private final List<T> items = new ArrayList<>();
        private @Nullable String next;

        Fetched(Function<Page.Request, Page<T>> pages, Page<T> first) {
            this.pages = pages;
            take(first);
        }

        Stream<T> part(int offset, int limit) {
            while (items.size() < offset + limit && next != null) {
                take(pages.apply(new Page.Request(Page.MOST, next)));
            }
            return items.subList(Math.min(offset, items.size()), Math.min(offset + limit, items.size())).stream();
        }

        private void take(Page<T> page) {
            items.addAll(page.items());
            next = page.next();
        }
    }
}
