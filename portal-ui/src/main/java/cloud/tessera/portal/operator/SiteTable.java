package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Pool;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The sites, each with its link, its pools and what cards they have. */
final class SiteTable {
    private SiteTable() {}

    /**
     * @param onLink what can be done about the link of a site
     * @param onLatencies what can be done about its latencies
     */
    static Table of(
            List<Site> sites,
            List<Stock> stock,
            List<Pool> pools,
            Function<Site, Optional<Component>> onLink,
            Function<Site, Optional<Component>> onLatencies) {
        var table = new Table(
                        Texts.text("fleet.sites"),
                        List.of(
                                Table.Column.text(Texts.text("column.site")),
                                Table.Column.text(Texts.text("fleet.kind")),
                                Table.Column.text(Texts.text("fleet.link")),
                                Table.Column.text(Texts.text("fleet.latencies")),
                                Table.Column.text(Texts.text("fleet.pools")),
                                Table.Column.text(Texts.text("fleet.cards"))))
                .folding();
        for (Site site : sites) {
            var name = new Span(site.name());
            name.addClassName("strong");
            var code = new Span(site.code() + " · " + site.jurisdiction());
            code.addClassNames("small", "quiet");
            table.row(
                    new Div(new Div(name), code),
                    new Span(Texts.text("site." + site.kind().text())),
                    link(site, onLink.apply(site)),
                    latencies(site, onLatencies.apply(site)),
                    lines(pools.stream()
                            .filter(p -> p.site().equals(site.code()))
                            .map(SiteTable::pool)
                            .toList()),
                    lines(stock.stream()
                            .filter(s -> s.site().equals(site.code()))
                            .map(SiteTable::cards)
                            .toList()));
        }
        return table;
    }

    private static Component link(Site site, Optional<Component> onLink) {
        var since = new Span(Texts.text("when.since") + " ");
        var at = new Div(since, When.of(site.linkSince()));
        at.addClassNames("small", "quiet");
        var link = new Div(StateBadge.of(site.link().text()), at);
        onLink.ifPresent(link::add);
        return link;
    }

    private static Component latencies(Site site, Optional<Component> onLatencies) {
        var all = new Div();
        if (!site.latencies().isEmpty()) {
            Component each = lines(site.latencies().entrySet().stream()
                    .sorted(Comparator.comparingInt(entry -> entry.getValue().ms()))
                    .map(entry -> Texts.text(
                            entry.getValue().measured() ? "latency.measured" : "latency.declared",
                            entry.getValue().ms(),
                            entry.getKey()))
                    .toList());
            all.add(new Details(Texts.count("latency.regions", site.latencies().size()), each));
        }
        onLatencies.ifPresent(all::add);
        return all;
    }

    private static String pool(Pool pool) {
        return Texts.text(
                "fleet.pool.text",
                pool.name(),
                Texts.text("isolation." + pool.isolation().text()),
                Amounts.percent(pool.inferenceFloor()));
    }

    private static String cards(Stock stock) {
        String text = Texts.text(
                "shape.cards", stock.devices(), Shapes.model(stock.model()).name());
        return stock.failed() == 0 ? text : text + ", " + Texts.text("fleet.failed.of", stock.failed());
    }

    private static Component lines(List<String> lines) {
        var all = new Div();
        lines.forEach(line -> all.add(new Div(new Span(line))));
        return all;
    }
}
