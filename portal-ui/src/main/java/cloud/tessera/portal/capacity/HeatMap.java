package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.offer.DayAvailability;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Workload;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is free of a model by site and day, in cards; the fuller the colour, the more of the site's cards are free. For training
 * without what pools keep for inference.
 */
final class HeatMap extends Div {
    private static final long serialVersionUID = 1;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final boolean training;

    HeatMap(List<DayAvailability> days, List<Site> sites, Workload workload) {
        training = workload == Workload.TRAINING;
        addClassName("scroll-x");
        getElement().setAttribute("tabindex", "0");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", Texts.text("heat.title"));
        List<LocalDate> dates =
                days.stream().map(DayAvailability::day).distinct().sorted().toList();
        Map<String, Map<LocalDate, DayAvailability>> bySite = new TreeMap<>();
        days.forEach(d -> bySite.computeIfAbsent(d.site(), s -> new TreeMap<>()).put(d.day(), d));
        var table = new NativeTable();
        table.addClassName("heat");
        table.getHead().add(headings(dates));
        bySite.forEach((site, free) -> table.getBody().add(row(name(site, sites), dates, free)));
        add(table);
    }

    private static String name(String code, List<Site> sites) {
        return sites.stream()
                .filter(s -> s.code().equals(code))
                .map(Site::name)
                .findFirst()
                .orElse(code);
    }

    private static NativeTableRow headings(List<LocalDate> dates) {
        var row = new NativeTableRow(heading(Texts.text("heat.site"), "col"));
        for (int i = 0; i < dates.size(); i++) {
            boolean named = i == 0 || dates.get(i).getDayOfMonth() == 1;
            String text = named
                    ? DAY.format(dates.get(i))
                    : String.valueOf(dates.get(i).getDayOfMonth());
            var cell = heading(text, "col");
            cell.getElement().setAttribute("abbr", DAY.format(dates.get(i)));
            row.add(cell);
        }
        return row;
    }

    private NativeTableRow row(String site, List<LocalDate> dates, Map<LocalDate, DayAvailability> free) {
        var row = new NativeTableRow(heading(site, "row"));
        for (LocalDate date : dates) {
            DayAvailability day = free.get(date);
            row.add(day == null ? new NativeTableCell("") : cell(date, day));
        }
        return row;
    }

    private NativeTableCell cell(LocalDate date, DayAvailability day) {
        CardEquivalents free = training ? day.forTraining() : day.free();
        BigDecimal cards = cards(free.parts());
        var cell = new NativeTableCell(cards.stripTrailingZeros().toPlainString());
        BigDecimal total = BigDecimal.valueOf(Math.max(1, day.total().parts()));
        BigDecimal share = BigDecimal.valueOf(free.parts()).divide(total, 3, RoundingMode.HALF_UP);
        cell.getStyle().set("--share", share.toPlainString());
        cell.setClassName("none", free.parts() == 0);
        String title = Texts.text(
                "heat.cell", DAY.format(date), free.text(), day.total().text());
        String kept = day.forInference().text();
        boolean keeps = training && day.forInference().parts() > 0;
        cell.setTitle(keeps ? title + Texts.text("heat.kept", kept) : title);
        return cell;
    }

    /** Cards with one decimal, rounded down: what is shown must be there. */
    private static BigDecimal cards(long parts) {
        return BigDecimal.valueOf(parts).divide(BigDecimal.valueOf(CardEquivalents.CARD), 1, RoundingMode.DOWN);
    }

    private static NativeTableHeaderCell heading(String text, String scope) {
        var cell = new NativeTableHeaderCell(text);
        cell.getElement().setAttribute("scope", scope);
        cell.getElement().setAttribute("data-name", true);
        return cell;
    }
}
