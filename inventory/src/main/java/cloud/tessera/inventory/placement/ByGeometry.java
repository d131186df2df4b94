package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;

/** To each kind of card the ranking that wins the benchmarks on it: keep-large for partitions, mix for what is divided freely. */
record ByGeometry(KeepLarge partitioned, Mix fungible, BestFit whole) implements Ranking {
    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        Ranking ranking =
                switch (question.model().geometry()) {
                    case Geometry.Partitioned _ -> partitioned;
                    case Geometry.Fungible _ -> fungible;
                    case Geometry.Topological _ -> whole;
                };
        return ranking.on(host, question, view);
    }
}
