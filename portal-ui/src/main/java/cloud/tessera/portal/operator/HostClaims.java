package cloud.tessera.portal.operator;

import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.maintenance.InTheWay;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Table;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.function.Consumer;

/** What holds cards of a host, now or later, and how it could leave. */
final class HostClaims {
    private HostClaims() {}

    /**
     * @param moves whether what can be moved has a button for it
     * @param move moves an allocation away
     */
    static Panel of(List<InTheWay> claims, boolean moves, Consumer<AllocationId> move) {
        String heading = Texts.text("host.claims");
        if (claims.isEmpty()) {
            var none = new Span(Texts.text("host.claims.none"));
            none.addClassNames("quiet", "small");
            return new Panel(heading, none);
        }
        var table = new Table(
                heading,
                List.of(
                        Table.Column.text(Texts.text("column.name")),
                        Table.Column.text(Texts.text("usage.for")),
                        Table.Column.text(Texts.text("column.state")),
                        Table.Column.text(Texts.text("column.when")),
                        Table.Column.figures(Texts.text("fleet.cards")),
                        Table.Column.text(Texts.text("host.leaves"))));
        for (InTheWay claim : claims) {
            table.row(
                    name(claim),
                    new Span(Texts.text("tile." + claim.kind().text())),
                    StateBadge.of(claim.state()),
                    When.range(claim.from(), claim.until()),
                    new Span(Integer.toString(claim.cards())),
                    moves && claim.way() == InTheWay.Way.MOVE
                            ? button(claim, move)
                            : new Span(Texts.text("way." + claim.way().text())));
        }
        return new Panel(heading, table);
    }

    private static Component name(InTheWay claim) {
        return switch (claim.kind()) {
            case RESERVATION -> new Anchor("reservations/" + new ReservationId(claim.claim()).text(), claim.name());
            case ALLOCATION -> new Anchor("allocations/" + new AllocationId(claim.claim()).text(), claim.name());
            case MAINTENANCE -> new Anchor("operator/maintenance", claim.name());
        };
    }

    private static Button button(InTheWay claim, Consumer<AllocationId> move) {
        var button = new Button(Texts.text("host.move"), e -> move.accept(new AllocationId(claim.claim())));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.addClassName("host-move");
        button.setAriaLabel(Texts.text("host.move.of", claim.name()));
        return button;
    }
}
