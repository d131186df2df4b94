package cloud.tessera.portal.work;

import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that lists what an organization has booked, newest first, and keeps the list up to date: all of it, or what
 * stands where somebody chose.
 */
abstract class WorkList<T> extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(3);

    private final transient Visits visits;
    private final transient Fetch<T> fetch;
    private final StageChoice choice;
    private final Records<T> records;
    private final Div none = new Div();
    private final Empty never;
    private transient volatile @Nullable Stage stage;

    /** Reads a part of the list; null is every stage. */
    interface Fetch<T> {
        Page<T> list(Caller caller, @Nullable Stage stage, Page.Request page);
    }

    /**
     * @param path the page's own path
     * @param never what is shown while there never was anything
     */
    WorkList(Visits visits, String path, List<Stage> stages, Fetch<T> fetch, Records<T> records, Empty never) {
        this.visits = visits;
        this.fetch = fetch;
        this.records = records;
        this.never = never;
        choice = new StageChoice(path, stages, this::chosen);
        none.add(never);
    }

    /** Puts the page together. */
    void show(Watching watching, String heading, String lead, Component action) {
        head(heading, lead, choice, action);
        Div list = records.listing(page -> fetch.list(visits.caller(), stage, page), none);
        watching.watch(
                list, OFTEN, caller -> fetch.list(caller, stage, Page.Request.first(Page.MOST)), records::update);
        add(list);
    }

    private void chosen(@Nullable Stage chosen) {
        stage = chosen;
        none.removeAll();
        none.add(
                chosen == null
                        ? never
                        : new Empty(Texts.text("stage.none." + chosen.text()), Texts.text("stage.none.next")));
        records.update(fetch.list(visits.caller(), chosen, Page.Request.first(Page.MOST)));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        choice.choose(event.getLocation().getQueryParameters());
    }
}
