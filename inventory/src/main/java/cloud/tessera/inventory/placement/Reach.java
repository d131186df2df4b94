package cloud.tessera.inventory.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a question may take at all, whatever policy chooses among it. */
final class Reach {
    private Reach() {}

    /** Hosts that a shape may be spread over: a gang lies inside one fabric domain, where a host without one is a domain by itself. */
    static Collection<List<Group.Host>> together(Group group, Question question) {
        return question.together() ? domains(group) : List.of(group.hosts());
    }

    /** The fabric domains of a pool, the hosts of each in their order. */
    static Collection<List<Group.Host>> domains(Group group) {
        Map<String, List<Group.Host>> domains = new LinkedHashMap<>();
        for (Group.Host host : group.hosts()) {
            String domain = host.fabric() == null ? "host " + host.id() : "fabric " + host.fabric();
            domains.computeIfAbsent(domain, _ -> new ArrayList<>()).add(host);
        }
        return domains.values();
    }

    static boolean usable(Group group, Card card, Question question) {
        return card.healthy()
                && !question.avoid().contains(card.device())
                && !(group.keepsApart(question.model()) && card.othersHold(question.holder(), question.span()));
    }

    /** How many pieces the host's CPU and memory allow, at most so many. */
    static int hostAllows(Group group, Group.Host host, Question question, CalendarView view, int most) {
        if (group.sharedKernel()) {
            for (int device : host.devices()) {
                if (view.card(device).othersHold(question.holder(), question.span())) {
                    return 0;
                }
            }
        }
        return view.room(host.id()).pieces(question.share(), question.span(), most);
    }

    /** How many times the whole shape fits at once, counted up to a most. */
    static int count(Question question, CalendarView view, int most) {
        int pieces = question.shape().pieces();
        long count = 0;
        for (Group group : view.groups(question.model().key(), question.site())) {
            long inPool = 0;
            if (Slices.matter(question)) {
                inPool = Slices.count(group, question, view);
            } else {
                for (Openings openings : view.openings(group, question, null)) {
                    for (Openings some = openings; some != null && inPool < most; some = some.rest()) {
                        inPool += pieces(group, some, question, view, most * pieces) / pieces;
                    }
                }
            }
            count += inPool == 0 ? 0 : Math.min(inPool, Floor.room(group, question, view) / question.slots());
        }
        return (int) Math.min(count, most);
    }

    /** How many pieces some hosts have room for; once it is {@code most} or more, no more are counted. */
    static int pieces(Group group, Openings openings, Question question, CalendarView view, int most) {
        int found = 0;
        int end;
        for (int i = 0; i < openings.size() && found < most; i = end) {
            end = openings.endOfHost(i);
            found += onHost(group, openings, i, end, question, view, most);
        }
        return found;
    }

    /** The same of one host. */
    static int pieces(Group group, Group.Host host, Question question, CalendarView view, int most) {
        return pieces(group, Openings.of(List.of(host)), question, view, most);
    }

    private static int onHost(
            Group group, Openings openings, int start, int end, Question question, CalendarView view, int most) {
        int pieces = 0;
        for (int i = start; i < end; i++) {
            Card card = view.card(openings.device(i));
            if (usable(group, card, question)) {
                pieces += Pieces.count(card, question, most);
            }
        }
        return pieces == 0 ? 0 : Math.min(pieces, hostAllows(group, openings.host(start), question, view, most));
    }
}
