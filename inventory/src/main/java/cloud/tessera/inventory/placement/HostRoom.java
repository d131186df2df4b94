package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The CPU and memory of one host and what claims hold of them, as it was at one moment; immutable. */
public final class HostRoom {
    private final int host;
    private final long cpuMilli;
    private final long memoryMib;
    private final Use[] uses;
    /** Racy on purpose: whoever comes first works it out, and all come to the same. */
    private @Nullable Steps steps;

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
        if (steps().leaves(cpuMilli, memoryMib, (long) share.cpuMilli() * most, share.memoryMib() * most)) {
            return most;
        }
        long byCpu = share.cpuMilli() == 0 ? most : freeCpuMilli(span) / share.cpuMilli();
        long byMemory = share.memoryMib() == 0 ? most : freeMemoryMib(span) / share.memoryMib();
        return (int) Math.clamp(Math.min(byCpu, byMemory), 0, most);
    }

    /** Thousandths of a vCPU that are free throughout the span. */
    long freeCpuMilli(Span span) {
        return cpuMilli - steps().peak(steps().cpuMilli, span);
    }

    /** MiB that are free throughout the span. */
    long freeMemoryMib(Span span) {
        return memoryMib - steps().peak(steps().memoryMib, span);
    }

    /** What is held from each moment at which it changes; before the first one, nothing. */
    private static final class Steps {
        private final long[] moments;
        private final long[] cpuMilli;
        private final long[] memoryMib;
        private final long mostCpuMilli;
        private final long mostMemoryMib;

        Steps(long[] moments, long[] cpuMilli, long[] memoryMib) {
            this.moments = moments;
            this.cpuMilli = cpuMilli;
            this.memoryMib = memoryMib;
            this.mostCpuMilli = Arrays.stream(cpuMilli).max().orElse(0);
            this.mostMemoryMib = Arrays.stream(memoryMib).max().orElse(0);
        }

        /** Whether a host with so much has at least so much left at any moment whatever. */
        private boolean leaves(long cpu, long memory, long leastCpu, long leastMemory) {
            return cpu - mostCpuMilli >= leastCpu && memory - mostMemoryMib >= leastMemory;
        }

        /** The most that is held at any moment of a span. */
        private long peak(long[] held, Span span) {
            int at = Arrays.binarySearch(moments, span.from());
            int step = at >= 0 ? at : -at - 2; // the last one that is not later
            long peak = step < 0 ? 0 : held[step];
            for (int i = step + 1; i < moments.length && moments[i] < span.until(); i++) {
                peak = Math.max(peak, held[i]);
            }
            return peak;
        }
    }

    /** Worked out when it is first asked for: most hosts are not looked at between two changes. */
    private Steps steps() {
        Steps known = steps;
        if (known == null) {
            known = new Steps(new long[0], new long[0], new long[0]);
            if (uses.length > 0) {
                known = added();
            }
            steps = known;
        }
        return known;
    }

    private Steps added() {
        Use[] byEnd = uses.clone();
        Arrays.sort(byEnd, Comparator.comparingLong(Use::until));
        long[] moments = new long[2 * uses.length];
        long[] cpu = new long[moments.length];
        long[] memory = new long[moments.length];
        int begun = 0;
        int ended = 0;
        int step = -1;
        while (ended < uses.length) {
            boolean begins = begun < uses.length && uses[begun].from < byEnd[ended].until;
            Use use = begins ? uses[begun++] : byEnd[ended++];
            long moment = begins ? use.from : use.until;
            if (step < 0 || moments[step] != moment) {
                step++;
                moments[step] = moment;
                cpu[step] = step == 0 ? 0 : cpu[step - 1];
                memory[step] = step == 0 ? 0 : memory[step - 1];
            }
            cpu[step] += begins ? use.cpuMilli : -use.cpuMilli;
            memory[step] += begins ? use.memoryMib : -use.memoryMib;
        }
        return new Steps(
                Arrays.copyOf(moments, step + 1), Arrays.copyOf(cpu, step + 1), Arrays.copyOf(memory, step + 1));
    }
}
