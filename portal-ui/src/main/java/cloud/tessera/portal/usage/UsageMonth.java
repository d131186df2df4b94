package cloud.tessera.portal.usage;

import cloud.tessera.billing.invoicing.UsageDay;
import cloud.tessera.billing.money.Money;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.ProjectId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The use of one month, added up in the ways that the page shows it. */
record UsageMonth(YearMonth month, List<UsageDay> days, Currency currency) {

    /** One thing that was used, over the month. */
    record Thing(Workload workload, ProjectId project, String sku, String site) {}

    /** What a thing came to. */
    record Sum(Thing thing, long unitSeconds, Money cost) {}

    Money cost(Workload workload) {
        return cost(day -> day.workload() == workload);
    }

    Money cost(Workload workload, LocalDate date) {
        return cost(day -> day.workload() == workload && day.date().equals(date));
    }

    private Money cost(Predicate<UsageDay> which) {
        return days.stream().filter(which).map(UsageDay::cost).reduce(Money.zero(currency), Money::plus);
    }

    /** Hours of whole cards, fractions as fractions, to two decimals. */
    BigDecimal cardHours(Workload workload, LocalDate date) {
        return cardHours(day -> day.workload() == workload && day.date().equals(date));
    }

    BigDecimal cardHours(Workload workload) {
        return cardHours(day -> day.workload() == workload);
    }

    private BigDecimal cardHours(Predicate<UsageDay> which) {
        return days.stream()
                .filter(which)
                .map(day -> Amounts.hours(day.unitSeconds()).multiply(Shapes.cardsOf(day.sku())))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(2, RoundingMode.HALF_UP);
    }

    /** Every date of the month. */
    List<LocalDate> dates() {
        return month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList();
    }

    /** By what was used, the dearest first. */
    List<Sum> things() {
        Map<Thing, Sum> sums = new LinkedHashMap<>();
        for (UsageDay day : days) {
            var thing = new Thing(day.workload(), day.project(), day.sku(), day.site());
            sums.merge(
                    thing,
                    new Sum(thing, day.unitSeconds(), day.cost()),
                    (a, b) -> new Sum(thing, a.unitSeconds + b.unitSeconds, a.cost.plus(b.cost)));
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong((Sum sum) -> sum.cost().minor())
                        .reversed())
                .toList();
    }

    /** All of it as CSV (RFC 4180), one line for each day, project, SKU and site. */
    String csv(Map<ProjectId, String> projects) {
        var csv = new StringBuilder("date,workload,project,sku,site,unit_seconds,cost,currency\r\n");
        for (UsageDay day : days) {
            String project = projects.getOrDefault(day.project(), day.project().text());
            csv.append(String.join(
                            ",",
                            day.date().toString(),
                            day.workload().text(),
                            quoted(project),
                            quoted(day.sku()),
                            quoted(day.site()),
                            String.valueOf(day.unitSeconds()),
                            day.cost().decimal().toPlainString(),
                            currency.getCurrencyCode()))
                    .append("\r\n");
        }
        return csv.toString();
    }

    /** Quoted, and with an apostrophe before what a spreadsheet would take for a formula. */
    private static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
