package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How well a host's free capacity serves what is asked for. <i>Stranded</i> is the expected share of it that the next ask
 * cannot use: the measure of "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation Gradient
 * Descent" (Weng et al., USENIX ATC 2023). <i>Sellable</i> is what could be sold of it if only one kind of ask came, in the
 * mean over the kinds; the n-th sale on one host counts n^0.8 in all, because another host could have taken it as well.
 * Both in thousandths of a card.
 */
final class Fragmentation {
    private static final int PARTS = Geometry.Fungible.PARTS;
    private static final double DIMINISHING = 0.8;
    private static final int MOST_SALES = 4_096;
    private static final double[] SALES = new double[MOST_SALES + 1];
    /** More than this is not remembered; what a fleet looks like changes all the time. */
    private static final int MOST_REMEMBERED = 200_000;

    static {
        for (int n = 0; n <= MOST_SALES; n++) {
            SALES[n] = Math.pow(n, DIMINISHING);
        }
    }

    private final List<Demand.Ask> asks;
    private final double weights;
    private final Map<HostState, Measured> known = new ConcurrentHashMap<>();

    record Measured(double stranded, double sellable) {}

    Fragmentation(List<Demand.Ask> asks) {
        this.asks = asks;
        this.weights = asks.stream().mapToDouble(Demand.Ask::weight).sum();
    }

    Measured of(HostState host) {
        Measured measured = known.get(host);
        if (measured == null) {
            if (known.size() >= MOST_REMEMBERED) {
                known.clear();
            }
            measured = measure(host);
            known.put(host, measured);
        }
        return measured;
    }

    private Measured measure(HostState host) {
        int free = 0;
        int whole = 0;
        for (int card : host.free()) {
            free += card;
            whole += card == PARTS ? 1 : 0;
        }
        double stranded = 0;
        double sellable = 0;
        for (Demand.Ask ask : asks) {
            long sales = ask.runsOn(host.model()) ? byHost(ask, host) : 0;
            if (ask.cards() > 0) {
                sales = Math.min(sales, whole / ask.cards());
                stranded += ask.weight() * (sales == 0 ? free : free - whole * PARTS);
                sellable += ask.weight() * sales(sales) * ask.cards() * PARTS;
            } else if (ask.parts() > 0) {
                sales = Math.min(sales, onCards(host, ask.parts()));
                stranded += ask.weight() * (sales == 0 ? free : tooSmall(host, ask.parts()));
                sellable += ask.weight() * sales(sales) * ask.parts();
            } else {
                stranded += ask.weight() * free;
            }
        }
        return new Measured(stranded / weights, sellable / weights);
    }

    private static double sales(long sales) {
        return SALES[(int) Math.min(sales, MOST_SALES)];
    }

    /** How many asks the host's CPU and memory have room for. */
    private static long byHost(Demand.Ask ask, HostState host) {
        long byCpu = ask.share().cpuMilli() == 0
                ? MOST_SALES
                : host.cpuMilli() / ask.share().cpuMilli();
        long byMemory = ask.share().memoryMib() == 0
                ? MOST_SALES
                : host.memoryMib() / ask.share().memoryMib();
        return Math.max(0, Math.min(byCpu, byMemory));
    }

    private static long onCards(HostState host, int parts) {
        long sales = 0;
        for (int card : host.free()) {
            sales += card / parts;
        }
        return sales;
    }

    private static int tooSmall(HostState host, int parts) {
        int stranded = 0;
        for (int card : host.free()) {
            stranded += card < parts ? card : 0;
        }
        return stranded;
    }
}
