package cloud.tessera.inventory.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Every way to cut a card so that nothing more fits. */
final class Layouts {
    record Piece(Profile profile, int start) {
        boolean overlaps(Piece other) {
            return profile.ranges(start).stream()
                    .anyMatch(a -> other.profile.ranges(other.start).stream().anyMatch(a::overlaps));
        }
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final List<List<Piece>> found = new ArrayList<>();

    private Layouts(Geometry.Partitioned card, Predicate<Profile> wanted) {
        card.profiles().stream()
                .filter(wanted)
                .forEach(p -> p.starts().forEach(start -> pieces.add(new Piece(p, start))));
    }

    static List<List<Piece>> maximal(Geometry.Partitioned card, Predicate<Profile> wanted) {
        Layouts layouts = new Layouts(card, wanted);
        layouts.extend(new ArrayList<>(), 0);
        return layouts.found;
    }

    private void extend(List<Piece> layout, int next) {
        if (next == pieces.size()) {
            if (pieces.stream().allMatch(p -> layout.contains(p) || overlapsAny(p, layout))) {
                found.add(List.copyOf(layout));
            }
            return;
        }
        Piece piece = pieces.get(next);
        if (!overlapsAny(piece, layout)) {
            layout.add(piece);
            extend(layout, next + 1);
            layout.removeLast();
        }
        extend(layout, next + 1);
    }

    private static boolean overlapsAny(Piece piece, List<Piece> layout) {
        return layout.stream().anyMatch(piece::overlaps);
    }
}
