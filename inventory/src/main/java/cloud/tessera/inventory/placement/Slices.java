package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.inventory.placement.PlacementPolicy.Choice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where whole devices lie that must be neighbours in their fabric, such as a slice of a TPU pod. The devices of a fabric
 * domain are counted through in the order of its hosts, which is the order of the fabric ({@link Geometry.Together} says
 * what is a slice of it). Of the slices that are free the one is taken that leaves the largest ones whole, whatever the
 * policy: a block inside the smallest free block around it, a row in the shortest free row.
 */
public final class Slices {
    private final Geometry.Topological geometry;
    private final Group group;
    private final Question question;
    private final CalendarView view;
    private final int count;

    private Slices(Geometry.Topological geometry, Group group, Question question, CalendarView view) {
        this.geometry = geometry;
        this.group = group;
        this.question = question;
        this.view = view;
        count = question.shape().pieces();
    }

    /** Devices of a host, in the order of their places. */
    private record Part(Group.Host host, List<Integer> devices) {}

    /** A slice that may be free. */
    private record Slice(List<Part> parts) {
        private Stream<Integer> all() {
            return parts.stream().flatMap(part -> part.devices().stream());
        }
    }

    /** A slice that is free, and how much is free around it, itself among it. */
    private record Spot(Slice slice, int around) {}

    /** Whether it matters to a question how its devices lie to one another. */
    static boolean matter(Question question) {
        return question.model().geometry() instanceof Geometry.Topological geometry
                && geometry.together() != Geometry.Together.ANYWHERE;
    }

    /** The best slice of all pools. */
    static Optional<Choice> choose(Question question, CalendarView view) {
        Choice best = null;
        for (Group group : view.groups(question.model().key(), question.site())) {
            Slices slices = in(group, question, view);
            if (Floor.leaves(group, question, view)) {
                for (List<Group.Host> domain : Reach.domains(group)) {
                    Choice choice = slices.choose(domain);
                    if (choice != null && (best == null || choice.cost() < best.cost())) {
                        best = choice;
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many slices a pool has room for at once. */
    static int count(Group group, Question question, CalendarView view) {
        Slices slices = in(group, question, view);
        int found = 0;
        for (List<Group.Host> domain : Reach.domains(group)) {
            int cubes = slices.cubes();
            Set<Integer> used = new HashSet<>();
            Map<Integer, Integer> onHosts = new HashMap<>();
            int free = 0;
            for (Slice slice : slices.possible(domain, cubes > 1 ? slices.geometry.cube() : slices.count)) {
                if (slices.free(slice) && slices.take(slice, used, onHosts)) {
                    free++;
                }
            }
            found += free / cubes;
        }
        return found;
    }

    /** The most devices that a slice can have in any domain of some pools, whatever is free; 0 where there is none. */
    public static int largest(Geometry.Topological geometry, Collection<Group> groups) {
        int largest = 0;
        for (Group group : groups) {
            for (List<Group.Host> domain : Reach.domains(group)) {
                int all =
                        domain.stream().mapToInt(host -> host.devices().size()).sum();
                if (geometry.counts().isEmpty()) {
                    largest = Math.max(largest, all);
                }
                for (int count : geometry.counts()) {
                    if (count > largest && count <= all && holds(geometry, domain, count)) {
                        largest = count;
                    }
                }
            }
        }
        return largest;
    }

    private static boolean holds(Geometry.Topological geometry, List<Group.Host> domain, int count) {
        if (geometry.together() == Geometry.Together.ANYWHERE) {
            return true;
        }
        if (geometry.cube() > 0 && count > geometry.cube()) {
            return possible(geometry, domain, geometry.cube()).size() >= count / geometry.cube();
        }
        return !possible(geometry, domain, count).isEmpty();
    }

    private static Slices in(Group group, Question question, CalendarView view) {
        if (!(question.model().geometry() instanceof Geometry.Topological geometry)) {
            throw new IllegalArgumentException(question.model().key() + " has no slices");
        }
        return new Slices(geometry, group, question, view);
    }

    /** How many cubes it takes, which may lie anywhere in their domain; 1 where it is smaller than two. */
    private int cubes() {
        return geometry.cube() > 0 && count > geometry.cube() ? count / geometry.cube() : 1;
    }

    private @Nullable Choice choose(List<Group.Host> domain) {
        int cubes = cubes();
        Draft draft = new Draft(group, question);
        if (cubes > 1) {
            List<Slice> free = possible(domain, geometry.cube()).stream()
                    .filter(this::free)
                    .limit(cubes)
                    .toList();
            free.forEach(slice -> add(draft, slice));
            return free.size() < cubes ? null : new Choice(question, draft.placement(), 0);
        }
        Map<Integer, Set<Integer>> whole = geometry.together() == Geometry.Together.BLOCK ? whole(domain) : Map.of();
        Spot best = null;
        for (Slice slice : possible(domain, count)) {
            if (free(slice)) {
                Spot spot = new Spot(slice, around(domain, whole, slice));
                if (best == null || spot.around() < best.around()) {
                    best = spot;
                }
            }
        }
        if (best == null) {
            return null;
        }
        add(draft, best.slice());
        return new Choice(question, draft.placement(), best.around() - count);
    }

    private static void add(Draft draft, Slice slice) {
        for (Part part : slice.parts()) {
            part.devices().forEach(device -> draft.add(part.host(), device, List.of(new SlotRange(0, 1))));
        }
    }

    private boolean take(Slice slice, Set<Integer> used, Map<Integer, Integer> onHosts) {
        for (Part part : slice.parts()) {
            int more =
                    onHosts.getOrDefault(part.host().id(), 0) + part.devices().size();
            if (part.devices().stream().anyMatch(used::contains)
                    || Reach.hostAllows(group, part.host(), question, view, more) < more) {
                return false;
            }
        }
        for (Part part : slice.parts()) {
            used.addAll(part.devices());
            onHosts.merge(part.host().id(), part.devices().size(), Integer::sum);
        }
        return true;
    }

    private boolean free(Slice slice) {
        for (Part part : slice.parts()) {
            int size = part.devices().size();
            if (!part.devices().stream().allMatch(this::free)
                    || Reach.hostAllows(group, part.host(), question, view, size) < size) {
                return false;
            }
        }
        return true;
    }

    private boolean free(int device) {
        Card card = view.card(device);
        return Reach.usable(group, card, question) && card.free(0, 1, question.span());
    }

    /** How many devices are free together around a slice, with it. */
    private int around(List<Group.Host> domain, Map<Integer, Set<Integer>> whole, Slice slice) {
        if (geometry.together() == Geometry.Together.ROW) {
            return row(domain, slice);
        }
        int device = slice.parts().getFirst().devices().getFirst();
        int around = count;
        for (Map.Entry<Integer, Set<Integer>> larger : whole.entrySet()) {
            if (!larger.getValue().contains(device)) {
                break;
            }
            around = larger.getKey();
        }
        return around;
    }

    /** The devices of all larger blocks that are free, by the size of the blocks, ascending. */
    private Map<Integer, Set<Integer>> whole(List<Group.Host> domain) {
        Map<Integer, Set<Integer>> whole = new TreeMap<>();
        for (int larger : geometry.counts()) {
            if (larger > count && (geometry.cube() == 0 || larger <= geometry.cube())) {
                Set<Integer> devices = new HashSet<>();
                for (Slice block : possible(domain, larger)) {
                    if (block.all().allMatch(this::free)) {
                        block.all().forEach(devices::add);
                    }
                }
                whole.put(larger, devices);
            }
        }
        return whole;
    }

    /** The free row of devices that a slice lies in: within its host where it fits into one. */
    private int row(List<Group.Host> domain, Slice slice) {
        List<Integer> devices = slice.parts().size() == 1
                ? slice.parts().getFirst().host().devices()
                : domain.stream().flatMap(host -> host.devices().stream()).toList();
        int from = devices.indexOf(slice.parts().getFirst().devices().getFirst());
        int until = from;
        while (from > 0 && free(devices.get(from - 1))) {
            from--;
        }
        while (until < devices.size() && free(devices.get(until))) {
            until++;
        }
        return until - from;
    }

    private List<Slice> possible(List<Group.Host> domain, int devices) {
        return possible(geometry, domain, devices);
    }

    /** Every slice of so many devices, in their order, whether it is free or not. */
    private static List<Slice> possible(Geometry.Topological geometry, List<Group.Host> domain, int count) {
        List<Slice> found = new ArrayList<>();
        boolean row = geometry.together() == Geometry.Together.ROW;
        int most = domain.stream().mapToInt(host -> host.devices().size()).max().orElse(0);
        for (int h = 0; h < domain.size(); h++) {
            Group.Host host = domain.get(h);
            int here = row
                    ? host.devices().size()
                    : Math.min(geometry.perHost(), host.devices().size());
            if (count <= here) {
                for (int i = 0; i + count <= here; i += row ? 1 : count) {
                    found.add(new Slice(List.of(new Part(host, host.devices().subList(i, i + count)))));
                }
            } else if (row ? count > most : count % geometry.perHost() == 0) {
                Slice slice = row ? acrossRow(domain, h, count) : acrossBlock(geometry, domain, h, count);
                if (slice != null) {
                    found.add(slice);
                }
            }
        }
        return found;
    }

    /** Whole hosts from one on, of the last of them as many devices as are left. */
    private static @Nullable Slice acrossRow(List<Group.Host> domain, int from, int count) {
        List<Part> parts = new ArrayList<>();
        int left = count;
        for (int h = from; h < domain.size() && left > 0; h++) {
            List<Integer> devices = domain.get(h).devices();
            parts.add(new Part(domain.get(h), devices.subList(0, Math.min(left, devices.size()))));
            left -= Math.min(left, devices.size());
        }
        return left > 0 ? null : new Slice(parts);
    }

    /** Whole hosts from one on, as many as it takes; it begins where a block of that many can begin. */
    private static @Nullable Slice acrossBlock(
            Geometry.Topological geometry, List<Group.Host> domain, int from, int count) {
        int hosts = count / geometry.perHost();
        if (from % hosts != 0 || from + hosts > domain.size()) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        for (Group.Host host : domain.subList(from, from + hosts)) {
            if (host.devices().size() < geometry.perHost()) {
                return null;
            }
            parts.add(new Part(host, host.devices().subList(0, geometry.perHost())));
        }
        return new Slice(parts);
    }
}
