package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.internal.JacksonUtils;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chart by Apache ECharts in the portal's colours. It is a picture: wherever one stands, the same figures stand in a
 * table beside it.
 */
@Tag("tessera-chart")
@JavaScript("context://webjars/echarts/5.5.0/echarts.common.min.js")
@JavaScript("context://portal/tessera.js")
public final class Chart extends Component implements HasSize, HasStyle {
    private static final long serialVersionUID = 1;

    /** What its values are drawn as. */
    public enum Kind {
        BAR,
        LINE
    }

    /**
     * A row of values.
     *
     * @param tone the name of a colour: {@code training}, {@code inference} or {@code amber}
     */
    public record Series(String name, String tone, List<BigDecimal> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    /**
     * @param description what the picture says, for those who do not see it
     */
    public Chart(String description) {
        getElement().setAttribute("role", "img");
        getElement().setAttribute("aria-label", description);
    }

    /** Draws values of a unit over categories; series of bars are stacked. */
    public void show(Kind kind, String unit, List<String> categories, List<Series> series) {
        ObjectNode data = JacksonUtils.createObjectNode();
        data.put("kind", kind == Kind.BAR ? "bar" : "line");
        data.put("unit", unit);
        data.put("stacked", kind == Kind.BAR);
        ArrayNode names = data.putArray("categories");
        categories.forEach(names::add);
        ArrayNode rows = data.putArray("series");
        for (Series one : series) {
            ObjectNode row = rows.addObject();
            row.put("name", one.name());
            row.put("tone", one.tone());
            ArrayNode values = row.putArray("values");
            one.values().forEach(values::add);
        }
        getElement().setPropertyJson("data", data);
    }
}
