package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.Openings;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The cards of one model in one pool, by the hour. One thread writes at a time; any number read without a lock. */
final class PoolGrid {
    /** Of more cards with room than this, evenly spread ones are ranked. */
    static final int MOST_RANKED = 250;

    /** Once so many cards with room for a single piece are known, the others of the pool are not looked for. */
    private static final int ENOUGH = 250;

    private static final int LANE = 8;

    private final Group group;
    private final Layout layout;
    private final boolean inOrder;
    private final Marking marking;
    private final Marks marks;
    private final Tallies tallies;
    private final Holders holders = new Holders();
    private final TrainingHours training;
    private final int[] domainOf;

    PoolGrid(Group group, Geometry geometry, long now) {
        long era = era(now);
        this.group = group;
        layout = Layout.of(group);
        inOrder = layout.inOrder();
        marking = Marking.of(geometry);
        marks = new Marks(marking.planes(), layout.cards(), era);
        tallies = new Tallies(layout, era);
        training = new TrainingHours(geometry.slots(), era);
        domainOf = new int[layout.cards()];
        for (int domain = 0; domain < layout.domainCount(); domain++) {
            Arrays.fill(domainOf, layout.domains()[domain], layout.domains()[domain + 1], domain);
        }
    }

    private static long era(long micros) {
        return Math.floorDiv(micros, Era.HOURS * Marking.HOUR);
    }

    /** The devices, by the numbers of the cards. */
    int[] devices() {
        return layout.pool().devices();
    }

    Layout layout() {
        return layout;
    }

    // Writing

    /** A card is another one now. */
    void put(int number, @Nullable Card before, Card after) {
        holders.put(number, before, after);
        training.put(before, after);
        List<Stretch> old = before == null ? List.of() : marking.stretches(before);
        List<Stretch> present = marking.stretches(after);
        List<Stretch> gone = Difference.without(old, present);
        List<Stretch> come = Difference.without(present, old);
        if (gone.isEmpty() && come.isEmpty()) {
            return;
        }
        List<Stretch> changed = new ArrayList<>(gone);
        changed.addAll(come);
        long from = changed.stream().mapToLong(Stretch::from).min().orElseThrow();
        long until = changed.stream().mapToLong(Stretch::until).max().orElseThrow();
        long first = Math.max(marks.firstEra(), Math.floorDiv(from, Era.HOURS));
        long last = Math.min(marks.firstEra() + Marks.ERAS - 1, Math.floorDiv(until - 1, Era.HOURS));
        for (long era = first; era <= last; era++) {
            long start = era * Era.HOURS;
            int node = Math.clamp(Math.floorDiv(from - start, Tallies.HOURS), 0, Tallies.NODES);
            int past = Math.clamp(Math.ceilDiv(until - start, Tallies.HOURS), 0, Tallies.NODES);
            boolean[] free = free(era, number, node, past);
            if (gone.isEmpty()) {
                marks.add(era, number, come);
            } else {
                marks.change(era, number, changed, present);
            }
            tally(era, number, node, free, free(era, number, node, past));
        }
    }

    private boolean[] free(long era, int card, int from, int to) {
        boolean[] free = new boolean[tallies.counts(domainOf[card]) ? to - from : 0];
        for (int i = 0; i < free.length; i++) {
            free[i] = marks.held(era, Tallies.FIRST_NODE + from + i, card) == 0;
        }
        return free;
    }

    private void tally(long era, int card, int first, boolean[] before, boolean[] after) {
        for (int i = 0; i < before.length; i++) {
            if (before[i] != after[i]) {
                tallies.change(era, domainOf[card], first + i, after[i] ? 1 : -1);
            }
        }
    }

    /** Time has passed: hours that are over make room for later ones. */
    void roll(long now, IntFunction<Card> cards) {
        long first = era(now);
        long before = marks.firstEra();
        if (first <= before) {
            return;
        }
        marks.roll(first);
        tallies.roll(first);
        training.roll(first, layout.cards(), number -> cards.apply(devices()[number]));
        for (int number = 0; number < layout.cards(); number++) {
            List<Stretch> stretches = marking.stretches(cards.apply(devices()[number]));
            for (long era = Math.max(first, before + Marks.ERAS); era < first + Marks.ERAS; era++) {
                boolean[] free = free(era, number, 0, Tallies.NODES);
                marks.add(era, number, stretches);
                tally(era, number, 0, free, free(era, number, 0, Tallies.NODES));
            }
        }
    }

    // Reading

    /**
     * Hours that lie inside a span: what is rounded outwards must not hide a place that begins or ends within an hour.
     *
     * @return from and until; empty where they are the same
     */
    private static long[] inside(Span span) {
        return new long[] {
            Math.ceilDiv(span.from(), Marking.HOUR),
            span.until() == Span.OPEN ? Long.MAX_VALUE : Math.floorDiv(span.until(), Marking.HOUR)
        };
    }

    private static boolean onHours(Span span) {
        return span.from() % Marking.HOUR == 0 && span.until() % Marking.HOUR == 0;
    }

    Marks.Held held(Window window, int from, int to) {
        return marks.held(window, from, to);
    }

    Window window(long from, long until) {
        return marks.window(from, until);
    }

    Fits fits(Question question) {
        return Fits.of(question, marking, group.keepsApart(question.model()) ? holders.cards(question.holder()) : null);
    }

    /** How many pieces may fit on some cards; once it is enough, no more are counted. */
    int pieces(Marks.Held held, int from, int to, Fits fits, int enough) {
        int pieces = 0;
        for (int card = from; card < to && pieces < enough; card++) {
            if (card % LANE == 0 && !held.somewhere(card, fits)) {
                card += LANE - 1;
            } else {
                pieces += fits.on(card, held.mask(card));
            }
        }
        return pieces;
    }

    /** Whether a domain may have so many whole cards free throughout a window. */
    boolean mayHave(int domain, int wanted, long from, long until) {
        return tallies.mayHave(domain, wanted, from, until);
    }

    /** See {@link cloud.tessera.inventory.placement.CalendarView#training}. */
    @Nullable
    Training training(Span span) {
        return training.in(span);
    }

    /** See {@link cloud.tessera.inventory.placement.CalendarView#openings}. */
    List<Openings> openings(Question question, boolean gang, @Nullable IntToDoubleFunction atLeast) {
        Fits fits = fits(question);
        int wanted = question.shape().pieces();
        long[] hours = inside(question.span());
        Window window = window(hours[0], hours[1]);
        if (gang) {
            return domains(fits, window, hours, wanted);
        }
        if (wanted == 1) {
            boolean certain = onHours(question.span()) && !marking.levels();
            Openings found = some(fits, window, 0, atLeast, certain);
            return found == null ? List.of() : List.of(found);
        }
        Marks.Held held = held(window, 0, layout.cards());
        return pieces(held, 0, layout.cards(), fits, wanted) < wanted
                ? List.of()
                : List.of(new Candidates(this, fits).of(held, 0, layout.cards()).inOrder(() -> null));
    }

    private List<Openings> domains(Fits fits, Window window, long[] hours, int wanted) {
        List<Openings> found = new ArrayList<>();
        for (int domain = 0; domain < layout.domainCount(); domain++) {
            int from = layout.domains()[domain];
            int to = layout.domains()[domain + 1];
            if (!fits.whole() || mayHave(domain, wanted, hours[0], hours[1])) {
                Marks.Held held = held(window, from, to);
                if (pieces(held, from, to, fits, wanted) >= wanted) {
                    found.add(new Candidates(this, fits).of(held, from, to).inOrder(() -> null));
                }
            }
        }
        return found;
    }

    /**
     * Cards with room for a single piece, panel by panel from a card on until there are enough to choose from.
     *
     * @param certain whether what the ranking holds against a kind of card at least is so of each such card
     */
    private @Nullable Openings some(
            Fits fits, Window window, int from, @Nullable IntToDoubleFunction atLeast, boolean certain) {
        // Who asks for the first place of the pool, and not for the best, must get it.
        int enough = inOrder || atLeast != null ? ENOUGH : Integer.MAX_VALUE;
        Candidates found = new Candidates(this, fits);
        int at = from;
        while (at < layout.cards() && found.size() < enough) {
            int end = Math.min(layout.cards(), at + Marks.PANEL);
            found.of(held(window, at, end), at, end);
            at = end;
        }
        if (found.size() == 0) {
            return null;
        }
        int next = at;
        Supplier<@Nullable Openings> rest = () -> some(fits, window, next, atLeast, certain);
        return atLeast == null ? found.inOrder(rest) : found.byKind(atLeast, certain, rest);
    }

    /** Takes a card and what is held of it. */
    interface Visit {
        void card(int card, int mask);
    }

    /** Visits cards, all but those that have no room with all their neighbours. */
    void eachNotFull(Marks.Held held, int from, int to, Fits fits, Visit visit) {
        for (int card = from; card < to; card++) {
            if (card % LANE == 0 && !held.somewhere(card, fits)) {
                card += LANE - 1;
            } else {
                visit.card(card, held.mask(card));
            }
        }
    }

    /** Brings some cards into the order of the pool. */
    int[] sorted(int[] cards, int from, int to) {
        if (!inOrder) {
            int[] order = layout.pool().order();
            long[] keys = new long[to - from];
            for (int i = from; i < to; i++) {
                keys[i - from] = (long) order[cards[i]] << Integer.SIZE | cards[i];
            }
            Arrays.sort(keys);
            for (int i = from; i < to; i++) {
                cards[i] = (int) keys[i - from];
            }
        }
        return cards;
    }
}
