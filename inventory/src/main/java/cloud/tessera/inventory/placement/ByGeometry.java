package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** To each kind of card the ranking that wins the benchmarks on it: keep-large for partitions, mix for what is divided freely. */
record ByGeometry(KeepLarge partitioned, Mix fungible, BestFit whole) implements Ranking {
    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        return ranking(question).on(host, question, view);
    }

    @Override
    public @Nullable OnHost everywhere(Question question, CalendarView view) {
        return ranking(question).everywhere(question, view);
    }

    @Override
    public @Nullable IntToDoubleFunction atLeast(Question question, CalendarView view) {
        return ranking(question).atLeast(question, view);
    }

    @Override
    public double withoutCard(Group.Host host, Question question, HostShare share, CalendarView view) {
        return ranking(question).withoutCard(host, question, share, view);
    }

    private Ranking ranking(Question question) {
        return switch (question.model().geometry()) {
            case Geometry.Partitioned _ -> partitioned;
            case Geometry.Fungible _ -> fungible;
            case Geometry.Topological _ -> whole;
        };
    }
}
