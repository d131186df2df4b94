package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
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
        return gang(question) ? domains(group) : List.of(group.hosts());
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

    static boolean gang(Question question) {
        return question.shape().pieces() > 1
                && (question.shape().gang() || question.model().geometry() instanceof Geometry.Topological);
    }

    static boolean usable(Group group, Card card, Question question) {
        return card.healthy()
                && !question.avoid().contains(card.device())
                && !(isPrivate(group, question) && card.othersHold(question.holder(), question.span()));
    }

    /** Fungible cards may be private, and cards of a host that work shares a kernel on always are. */
    static boolean isPrivate(Group group, Question question) {
        return group.sharedKernel()
                || (group.privateCards() && question.model().geometry() instanceof Geometry.Fungible);
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
                for (List<Group.Host> hosts : together(group, question)) {
                    inPool += pieces(group, hosts, question, view, most * pieces) / pieces;
                }
            }
            count += Math.min(inPool, Floor.room(group, question, view) / question.slots());
        }
        return (int) Math.min(count, most);
    }

    /** How many pieces some hosts have room for; once it is {@code most} or more, no more are counted. */
    static int pieces(Group group, List<Group.Host> hosts, Question question, CalendarView view, int most) {
        int found = 0;
        for (Group.Host host : hosts) {
            if (found >= most) {
                break;
            }
            found += onHost(group, host, question, view, most);
        }
        return found;
    }

    private static int onHost(Group group, Group.Host host, Question question, CalendarView view, int most) {
        int pieces = 0;
        for (int device : host.devices()) {
            Card card = view.card(device);
            if (usable(group, card, question)) {
                pieces += Pieces.count(card, question, most);
            }
        }
        return pieces == 0 ? 0 : Math.min(pieces, hostAllows(group, host, question, view, most));
    }
}
