package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.matching.Match;
import cloud.tessera.inventory.matching.MatchAnswer;
import cloud.tessera.inventory.matching.Matches;
import cloud.tessera.inventory.matching.WhatFor;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what a card is wanted for, sees which shapes do it and what each costs, and goes on to book one. */
@Prototype
@RolesAllowed(Rights.SEE_CAPACITY)
@Route("what-for")
public class WhatForView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    /** How long a block is proposed where nobody says how much there is to do. */
    private static final int USUAL_HOURS = 24;

    private final transient Visits visits;
    private final transient Matches matches;
    private final transient Clock clock;
    private final transient List<Site> sites;
    private final WhatForForm form;
    private final Div answer = new Div();

    WhatForView(Visits visits, Matches matches, Fleet fleet, Clock clock) {
        this.visits = visits;
        this.matches = matches;
        this.clock = clock;
        Caller caller = visits.caller();
        sites = fleet.sites(caller);
        form = new WhatForForm(matches.rules(caller), sites, this::ask);
        head(
                Texts.text("whatfor.title"),
                Texts.text("whatfor.lead"),
                new Anchor("capacity", Texts.text("whatfor.shape")));
        answer.addClassName("stack");
        answer.setId("answer");
        add(new Panel(Texts.text("whatfor.form"), form), answer);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        WhatForAddress.read(event.getLocation().getQueryParameters())
                .ifPresentOrElse(
                        wanted -> {
                            form.show(wanted);
                            show(wanted);
                        },
                        form::begin);
    }

    private void ask(WhatFor wanted) {
        UI.getCurrent().getPage().getHistory().replaceState(null, new Location("what-for", WhatForAddress.of(wanted)));
        show(wanted);
    }

    private void show(WhatFor wanted) {
        answer.removeAll();
        switch (matches.ask(visits.caller(), wanted)) {
            case Outcome.Done<MatchAnswer> done ->
                new Matched(done.value(), sites, (match, copies) -> take(match, copies, wanted.limits()))
                        .panels()
                        .forEach(answer::add);
            case Outcome.No<MatchAnswer> no -> {
                if (!form.blame(no.refusal())) {
                    answer.add(Notes.refusal(no.refusal(), other -> {}));
                }
            }
        }
    }

    /** The page where it is booked, with the shape, the place, the limits and the time filled in. */
    private void take(Match match, int copies, SiteLimits limits) {
        Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant start = match.earliest() == null ? hour : match.earliest();
        var wish = new Wish(
                match.workload(),
                match.shape().model(),
                match.shape().profile(),
                match.shape().quantity(),
                match.shape().gang(),
                match.site(),
                limits,
                start,
                match.hours() == null ? USUAL_HOURS : match.hours());
        Map<String, List<String>> fields = new HashMap<>(wish.query().getParameters());
        if (copies > 1) {
            fields.put("replicas", List.of(String.valueOf(copies)));
        }
        UI.getCurrent().navigate("capacity", new QueryParameters(fields));
    }
}
