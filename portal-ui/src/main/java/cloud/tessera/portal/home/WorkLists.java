package cloud.tessera.portal.home;

import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.time.Duration;
import java.time.Instant;

/** The lists of the first page: what runs, and what comes next. */
final class WorkLists {
    private static final int MOST = 8;

    private WorkLists() {}

    static Component running(Work work) {
        var list = list();
        work.running().items().stream().limit(MOST).forEach(r -> list.add(item(r, "")));
        work.serving().items().stream()
                .limit(MOST)
                .forEach(a -> list.add(item(
                        new Anchor("allocations/" + a.id().text(), a.name()),
                        Shapes.text(a.shape()) + " · " + a.site(),
                        StateBadge.of(a.state().text()),
                        StateBadge.workload("inference"))));
        Component content = list.getComponentCount() > 0
                ? list
                : new Empty(
                        Texts.text("home.running.none"),
                        Texts.text("home.running.none.next"),
                        new Anchor("capacity?for=inference", Texts.text("nav.capacity")));
        var all = new Div();
        all.addClassName("actions");
        more(all, work.running().items().size(), "reservations?state=running", "home.running.blocks");
        more(all, work.serving().items().size(), "allocations?state=running", "home.running.serving");
        return Panel.with(Texts.text("home.running", work.count()), all, content);
    }

    static Component next(Work work, Instant now) {
        var list = list();
        work.ahead().stream().limit(MOST).forEach(r -> list.add(item(r, remark(r, now))));
        Component content = list.getComponentCount() > 0
                ? list
                : new Empty(
                        Texts.text("home.next.none"),
                        Texts.text("home.next.none.next"),
                        new Anchor("capacity?for=training", Texts.text("reservations.new")));
        var all = new Div();
        more(all, work.ahead().size(), "reservations?state=coming", "home.next.all");
        return Panel.with(Texts.text("home.next"), all, content);
    }

    /** A link to the whole list, where not all of it is here. */
    private static void more(Div place, int count, String path, String name) {
        if (count > MOST) {
            place.add(new Anchor(path, Texts.text(name)));
        }
    }

    private static String remark(Reservation reservation, Instant now) {
        return reservation.state() instanceof ReservationState.Held
                ? Texts.text("home.toconfirm")
                : Texts.text("home.startsin", until(reservation.window().start(), now));
    }

    private static String until(Instant start, Instant now) {
        return start.isAfter(now) ? When.length(Duration.between(now, start)) : When.length(Duration.ZERO);
    }

    private static UnorderedList list() {
        var list = new UnorderedList();
        list.addClassName("rows");
        return list;
    }

    private static ListItem item(Reservation reservation, String remark) {
        String about = Shapes.text(reservation.shape()) + " · " + reservation.site();
        return item(
                new Anchor("reservations/" + reservation.id().text(), reservation.name()),
                remark.isEmpty() ? about : about + " · " + remark,
                StateBadge.of(reservation.state().text()),
                StateBadge.workload("training"));
    }

    private static ListItem item(Anchor link, String about, Component state, Component workload) {
        link.addClassName("title");
        var more = new Span(about);
        more.addClassNames("small", "quiet");
        var end = new Div(workload, new Span(" "), state);
        end.addClassName("end");
        return new ListItem(new Div(new Div(link), more), end);
    }
}
