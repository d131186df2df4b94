package cloud.tessera.inventory.matching;

import java.util.List;
import java.util.Optional;

/**
 * What one whole card does of a task in a second, carried over from a figure of the table.
 *
 * @param perSecond in the task's unit
 * @param text the figure, where it comes from, and how it was carried over
 */
record Speed(double perSecond, String text) {

    /**
     * The figure that was measured with a model nearest in size, among those that speak for this size and this card;
     * empty where none does, which is not the same as slow.
     */
    static Optional<Speed> of(WhatFor.Checked work, String model, List<Throughput> table) {
        Optional<Speed> best = Optional.empty();
        double nearest = Double.MAX_VALUE;
        for (MatchRules.Figure figure : work.task().figures()) {
            double size = work.billions();
            double apart = Math.abs(Math.log(size / figure.billions()));
            if (size < figure.from() || size > figure.to() || apart >= nearest) {
                continue;
            }
            Optional<Speed> found = table.stream()
                    .filter(row ->
                            row.workload().equals(figure.row()) && row.model().equals(model))
                    .findFirst()
                    .map(row -> carried(row, figure, size));
            if (found.isPresent()) {
                best = found;
                nearest = apart;
            }
        }
        return best;
    }

    /** The work for a token is in proportion to the parameters. */
    private static Speed carried(Throughput row, MatchRules.Figure figure, double size) {
        double perSecond = row.perSecond().doubleValue() * figure.billions() / size;
        String measured = Memory.number(row.perSecond().doubleValue()) + " " + row.unit() + " of a whole card for "
                + row.name() + " (" + (row.example() ? "an example of ours" : row.source()) + ")";
        boolean same = Math.abs(size / figure.billions() - 1) < 0.1;
        String carried = same
                ? ""
                : ", carried over from " + Memory.number(figure.billions()) + " to " + Memory.number(size)
                        + " billion parameters";
        return new Speed(perSecond, measured + carried);
    }
}
