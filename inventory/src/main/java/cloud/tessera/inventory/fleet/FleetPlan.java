package cloud.tessera.inventory.fleet;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a fleet file says, with the line of each thing. What it refers to may be in the file or already there. */
record FleetPlan(List<NewSite> sites, List<NewPool> pools, List<NewFabric> fabrics, List<NewHost> hosts) {

    record NewSite(
            int line,
            String code,
            String name,
            Site.Kind kind,
            String jurisdiction,
            Map<String, Site.Latency> latencies) {}

    record NewPool(
            int line,
            String code,
            String site,
            String name,
            Pool.Isolation isolation,
            BigDecimal inferenceFloor,
            boolean privateCards) {}

    record NewFabric(int line, String code, String site, String kind) {}

    /** @param models of its cards by their place; most hosts share one list */
    record NewHost(
            int line,
            String name,
            @Nullable String site,
            String pool,
            @Nullable String fabric,
            int cpuMilli,
            long memoryMib,
            List<String> models) {}

    int devices() {
        return hosts.stream().mapToInt(h -> h.models().size()).sum();
    }
}
