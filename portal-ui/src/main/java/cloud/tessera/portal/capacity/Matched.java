package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.matching.Match;
import cloud.tessera.inventory.matching.MatchAnswer;
import cloud.tessera.inventory.matching.RuledOut;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.quota.limit.Workload;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What would do what somebody wants: ranked, with its speed unknown, and ruled out, each with its reasons. */
final class Matched {
    /** As many as are read; the others are folded. */
    private static final int FIRST = 6;

    private final MatchAnswer answer;
    private final List<Site> sites;
    private final BiConsumer<Match, Integer> take;

    /** @param take goes on to the booking of a shape, so many times */
    Matched(MatchAnswer answer, List<Site> sites, BiConsumer<Match, Integer> take) {
        this.answer = answer;
        this.sites = sites;
        this.take = take;
    }

    List<Component> panels() {
        List<Component> panels = new ArrayList<>();
        if (answer.ranked().isEmpty() && answer.unranked().isEmpty()) {
            panels.add(new Empty(Texts.text("matched.none"), Texts.text("matched.none.next")));
        }
        if (!answer.ranked().isEmpty()) {
            panels.add(panel("ranked", answer.ranked()));
        }
        if (!answer.unranked().isEmpty()) {
            panels.add(panel("unranked", answer.unranked()));
        }
        if (!answer.ruledOut().isEmpty()) {
            panels.add(ruledOut());
        }
        var version = new Paragraph(Texts.text("matched.rules", answer.rules()));
        version.addClassNames("quiet", "small");
        panels.add(version);
        return panels;
    }

    private Component panel(String name, List<Match> matches) {
        var lead = new Paragraph(Texts.text("matched." + name + ".more"));
        lead.addClassNames("quiet", "small");
        var panel = new Panel(
                Texts.text("matched." + name), lead, list(matches.subList(0, Math.min(FIRST, matches.size())), 0));
        if (matches.size() > FIRST) {
            panel.add(new Details(
                    Texts.count("matched.further", matches.size() - FIRST),
                    list(matches.subList(FIRST, matches.size()), FIRST)));
        }
        panel.setId(name);
        return panel;
    }

    private OrderedList list(List<Match> matches, int before) {
        var list = new OrderedList();
        list.addClassName("rows");
        list.getElement().setAttribute("start", String.valueOf(before + 1));
        matches.forEach(match -> list.add(item(match)));
        return list;
    }

    private ListItem item(Match match) {
        var name = new Span(
                match.copies() == 1
                        ? Shapes.text(match.shape())
                        : Texts.text("matched.copies", match.copies(), Shapes.text(match.shape())));
        name.addClassName("title");
        var where = new Span(Texts.text("matched.at", siteName(match.site())));
        where.addClassName("quiet");
        var head = new Div(name, new Span(" "), where, new Span(" "), free(match));
        var price = new Span(price(match));
        price.addClassName("strong");
        var left = new Div(head, new Div(price, new Span(" · "), new Span(speed(match))), reasons(match));
        left.addClassName("matched");
        var item = new ListItem(left, action(match));
        item.getElement().setAttribute("data-sku", match.shape().sku());
        item.getElement().setAttribute("data-site", match.site());
        return item;
    }

    private static Component free(Match match) {
        return match.freeNow()
                ? StateBadge.remark(Texts.text("matched.free"), "good")
                : match.earliest() == null
                        ? StateBadge.remark(Texts.text("places.full"), "bad")
                        : StateBadge.remark(Texts.text("places.later", When.text(match.earliest())), "busy");
    }

    private String price(Match match) {
        String amount = Amounts.grouped(match.price(), match.price().scale()) + " "
                + match.currency().getCurrencyCode();
        return switch (match.basis()) {
            case JOB ->
                Texts.text("matched.job", amount, Texts.count("hours", match.hours() == null ? 0 : match.hours()));
            case HOUR -> Texts.text("per.hour", amount);
            case MILLION -> Texts.text("matched.million", amount, answer.task().unit());
        };
    }

    private String speed(Match match) {
        BigDecimal speed = match.perSecond();
        return speed == null
                ? Texts.text("matched.unknown")
                : Texts.text(
                        "matched.speed",
                        Amounts.grouped(
                                speed, Math.clamp(speed.stripTrailingZeros().scale(), 0, 2)),
                        answer.task().unit());
    }

    /** Where the speed comes from is one of them. */
    private static Component reasons(Match match) {
        var list = new UnorderedList();
        list.addClassNames("quiet", "small", "reasons");
        match.reasons().forEach(reason -> list.add(new ListItem(reason)));
        return new Details(Texts.text("matched.why"), list);
    }

    private Component action(Match match) {
        boolean training = match.workload() == Workload.TRAINING;
        var button = new Button(
                Texts.text(training ? "matched.offer" : "matched.start"), e -> take.accept(match, match.copies()));
        if (match.freeNow()) {
            button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        }
        button.setEnabled(training || match.freeNow());
        return button;
    }

    private Component ruledOut() {
        var table = new Table(
                Texts.text("matched.out"),
                List.of(
                        Table.Column.text(Texts.text("wish.model")),
                        Table.Column.text(Texts.text("wish.site")),
                        Table.Column.text(Texts.text("matched.whynot"))));
        for (RuledOut out : answer.ruledOut()) {
            table.row(
                    model(out.model()),
                    out.site() == null ? Texts.text("matched.everywhere") : siteName(out.site()),
                    out.text());
        }
        table.addClassName("out");
        var panel = new Panel(
                Texts.text("matched.out"),
                new Details(Texts.count("matched.out.show", answer.ruledOut().size()), table));
        panel.setId("ruled-out");
        return panel;
    }

    private static String model(@Nullable String key) {
        return key == null ? Texts.text("matched.every") : Shapes.model(key).name();
    }

    private String siteName(String code) {
        return sites.stream()
                .filter(site -> site.code().equals(code))
                .map(Site::name)
                .findFirst()
                .orElse(code);
    }
}
