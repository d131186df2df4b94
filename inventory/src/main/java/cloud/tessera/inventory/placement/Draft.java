package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A placement in the making: the pieces that were found so far, and on which hosts. */
final class Draft {
    private final Group group;
    private final Question question;
    private final List<Placement.Piece> tiles = new ArrayList<>();
    private final Map<Integer, Integer> piecesOn = new TreeMap<>();

    Draft(Group group, Question question) {
        this.group = group;
        this.question = question;
    }

    /** One more piece, with its ranges. */
    void add(Group.Host host, int device, List<SlotRange> ranges) {
        ranges.forEach(range -> tiles.add(new Placement.Piece(device, range)));
        piecesOn.merge(host.id(), 1, Integer::sum);
    }

    boolean uses(Group.Host host) {
        return piecesOn.containsKey(host.id());
    }

    Question question() {
        return question;
    }

    int pieces() {
        return piecesOn.values().stream().mapToInt(Integer::intValue).sum();
    }

    Placement placement() {
        tiles.sort(Comparator.comparingInt(Placement.Piece::device)
                .thenComparingInt(piece -> piece.slots().start()));
        List<Placement.OnHost> hosts = piecesOn.entrySet().stream()
                .map(each -> new Placement.OnHost(
                        each.getKey(),
                        (long) question.share().cpuMilli() * each.getValue(),
                        question.share().memoryMib() * each.getValue()))
                .toList();
        return new Placement(
                group.site(),
                group.pool(),
                tiles,
                hosts,
                group.keepsApart(question.model()) ? question.holder() : null,
                group.sharedKernel());
    }
}
