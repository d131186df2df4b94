package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The CPU and memory of one host and what claims hold of them, as it was at one moment; immutable. */
public final class HostRoom {
    private final int host;
    private final long cpuMilli;
    private final long memoryMib;
    private final Use[] uses;

    /**
     * What one claim holds of a host.
     *
     * @param from microseconds since 1970
     * @param until exclusive; {@link Span#OPEN} without an end
     */
    public record Use(UUID claim, long cpuMilli, long memoryMib, long from, long until) {}

    public HostRoom(int host, long cpuMilli, long memoryMib, List<Use> uses) {
        this.host = host;
        this.cpuMilli = cpuMilli;
        this.memoryMib = memoryMib;
        this.uses = uses.stream().sorted(Comparator.comparingLong(Use::from)).toArray(Use[]::new);
    }

    public int host() {
        return host;
    }

    /** The same host without what ended before a moment and without what a claim holds, and with more. */
    public HostRoom with(long endedBy, @Nullable UUID without, List<Use> more) {
        List<Use> kept = new ArrayList<>(uses.length + more.size());
        for (Use use : uses) {
            if (use.until > endedBy && !use.claim.equals(without)) {
                kept.add(use);
            }
        }
        kept.addAll(more);
        return new HostRoom(host, cpuMilli, memoryMib, kept);
    }

    /** The same host without what some claims hold. */
    HostRoom without(Set<UUID> claims) {
        List<Use> kept =
                Stream.of(uses).filter(use -> !claims.contains(use.claim)).toList();
        return new HostRoom(host, cpuMilli, memoryMib, kept);
    }

    /** What a claim holds of the host. */
    Placement.OnHost held(UUID claim) {
        long cpu = 0;
        long memory = 0;
        for (Use use : uses) {
            if (use.claim.equals(claim)) {
                cpu += use.cpuMilli;
                memory += use.memoryMib;
            }
        }
        return new Placement.OnHost(host, cpu, memory);
    }

    /** How many pieces with this share of the host fit beside what others hold in the span, at most so many. */
    int pieces(HostShare share, Span span, int most) {
        long byCpu = share.cpuMilli() == 0 ? most : freeCpuMilli(span) / share.cpuMilli();
        long byMemory = share.memoryMib() == 0 ? most : freeMemoryMib(span) / share.memoryMib();
        return (int) Math.clamp(Math.min(byCpu, byMemory), 0, most);
    }

    /** Thousandths of a vCPU that are free throughout the span. */
    long freeCpuMilli(Span span) {
        return cpuMilli - peak(span, Use::cpuMilli);
    }

    /** MiB that are free throughout the span. */
    long freeMemoryMib(Span span) {
        return memoryMib - peak(span, Use::memoryMib);
    }

    /** The most that is held at any moment of the span: it can only rise at its start and where a use begins. */
    private long peak(Span span, ToLongFunction<Use> amount) {
        long peak = heldAt(span.from(), amount);
        for (Use use : uses) {
            if (use.from > span.from() && use.from < span.until()) {
                peak = Math.max(peak, heldAt(use.from, amount));
            }
        }
        return peak;
    }

    private long heldAt(long moment, ToLongFunction<Use> amount) {
        long sum = 0;
        for (Use use : uses) {
            if (use.from <= moment && moment < use.until) {
                sum += amount.applyAsLong(use);
            }
        }
        return sum;
    }
}
