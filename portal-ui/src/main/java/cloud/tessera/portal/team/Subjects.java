package cloud.tessera.portal.team;

import cloud.tessera.portal.visit.Rights;
import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.List;

/** Leads from what something was done to, to its page, where there is one for who reads it. */
final class Subjects {
    private final List<Place> places = new ArrayList<>();

    /**
     * Where things of a kind are shown.
     *
     * @param prefix how their ids begin
     * @param each whether each has a page of its own
     */
    private record Place(String prefix, String path, boolean each) {}

    Subjects(Caller caller) {
        add(caller, Rights.SEE_WORK, new Place("rsv_", "reservations", true));
        add(caller, Rights.SEE_WORK, new Place("alc_", "allocations", true));
        add(caller, Rights.SEE_COSTS, new Place("inv_", "invoices", true));
        add(caller, Rights.SEE_MEMBERS, new Place("usr_", "members", false));
        add(caller, Rights.SEE_WORK, new Place("prj_", "projects", false));
        add(caller, Rights.MANAGE_KEYS, new Place("key_", "api-keys", false));
        add(caller, Rights.SEE_PLATFORM, new Place("rsv_", "reservations", true));
        add(caller, Rights.SEE_PLATFORM, new Place("alc_", "allocations", true));
        add(caller, Rights.SEE_PLATFORM, new Place("inv_", "operator/invoices", true));
        add(caller, Rights.SEE_PLATFORM, new Place("org_", "operator/organizations", true));
    }

    private void add(Caller caller, String right, Place place) {
        if (Rights.has(caller, right)) {
            places.add(place);
        }
    }

    Component of(String subject) {
        Component shown = places.stream()
                .filter(place -> subject.startsWith(place.prefix()))
                .findFirst()
                .map(place ->
                        (Component) new Anchor(place.each() ? place.path() + "/" + subject : place.path(), subject))
                .orElseGet(() -> new Span(subject));
        shown.addClassName("mono");
        return shown;
    }
}
