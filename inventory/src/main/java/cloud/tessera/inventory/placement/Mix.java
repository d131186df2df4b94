package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The smallest rise of what is stranded on the host, less what can still be sold of it ({@link Fragmentation}). With
 * {@code sellable} zero this is fragmentation gradient descent as published (FGD). Where no demand is known it is {@link
 * BestFit}.
 *
 * @param sellable how much a thousandth that can still be sold counts against one that is stranded
 */
record Mix(double sellable) implements Ranking {
    private static final BestFit UNKNOWING = new BestFit();

    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        Demand demand = view.demand();
        if (demand.unknown()) {
            return UNKNOWING.on(host, question, view);
        }
        int slots = question.model().geometry().slots();
        HostState state = HostState.of(host, question, view);
        double before = burden(demand, state);
        return (card, piece) -> {
            int free = HostState.thousandths(card.freeSlots(slots, question.span()), slots);
            int taken = piece.stream()
                    .mapToInt(range -> Math.min(range.end(), slots) - Math.min(range.start(), slots))
                    .sum();
            return burden(demand, state.less(free, HostState.thousandths(taken, slots), question.share())) - before;
        };
    }

    @Override
    public @Nullable OnHost everywhere(Question question, CalendarView view) {
        return view.demand().unknown() ? UNKNOWING.everywhere(question, view) : null;
    }

    @Override
    public @Nullable IntToDoubleFunction atLeast(Question question, CalendarView view) {
        return view.demand().unknown() ? UNKNOWING.atLeast(question, view) : null;
    }

    @Override
    public double withoutCard(Group.Host host, Question question, HostShare share, CalendarView view) {
        HostState state = HostState.of(host, question, view);
        return burden(view.demand(), state.less(share)) - burden(view.demand(), state);
    }

    private double burden(Demand demand, HostState state) {
        Fragmentation.Measured measured = demand.fragmentation().of(state);
        return measured.stranded() - sellable * measured.sellable();
    }
}
