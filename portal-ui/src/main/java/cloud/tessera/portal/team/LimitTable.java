package cloud.tessera.portal.team;

import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.limit.LimitUse;
import cloud.tessera.quota.limit.ResourceClass;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The limits of a project and what is taken of each, in cards. */
public final class LimitTable {
    private LimitTable() {}

    public static Component of(List<LimitUse> limits) {
        var table = new Table(
                Texts.text("limits.title"),
                List.of(
                        Table.Column.text(Texts.text("usage.for")),
                        Table.Column.text(Texts.text("limits.family")),
                        Table.Column.figures(Texts.text("limits.now")),
                        Table.Column.figures(Texts.text("limits.peak")),
                        Table.Column.figures(Texts.text("limits.max")),
                        Table.Column.figures(Texts.text("limits.left"))));
        for (LimitUse limit : limits) {
            String family = limit.resource().family();
            table.row(
                    StateBadge.workload(limit.resource().workload().text()),
                    new Span(family.equals(ResourceClass.EVERY_OTHER) ? Texts.text("limits.every") : family),
                    new Span(limit.now().text()),
                    peak(limit),
                    new Span(limit.max().text()),
                    new Span(limit.left().text()));
        }
        return table;
    }

    private static Component peak(LimitUse limit) {
        BigDecimal most = BigDecimal.valueOf(Math.max(1, limit.max().parts()));
        BigDecimal share = BigDecimal.valueOf(limit.peak().parts())
                .divide(most, 3, RoundingMode.HALF_UP)
                .min(BigDecimal.ONE);
        var filled = new Div();
        filled.addClassName(limit.resource().workload().text());
        filled.getStyle().setWidth(share.movePointRight(2) + "%");
        var bar = new Div(filled);
        bar.addClassName("bar");
        return new Div(new Span(limit.peak().text()), bar);
    }
}
