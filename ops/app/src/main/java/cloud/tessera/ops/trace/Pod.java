package cloud.tessera.ops.trace;

import cloud.tessera.inventory.geometry.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A pod of a trace.
 *
 * @param name decides which organization it belongs to
 * @param cpuMilli thousandths of a vCPU that the whole pod asks for
 * @param memoryMib MiB of host memory that the whole pod asks for
 * @param cards whole cards, or 1 where it asks for a part of one; 0 where it asks for none
 * @param gpuMilli thousandths of each card: 1000 means the whole card, less is only possible for one card; 0 where it asks for none
 * @param models the models that it may run on; empty where any will do
 * @param created second at which it comes, from the start of the trace
 * @param deleted second at which it goes
 */
public record Pod(
        String name,
        int cpuMilli,
        long memoryMib,
        int cards,
        int gpuMilli,
        List<String> models,
        long created,
        long deleted) {
    private static final int WHOLE_CARD = 1000;

    /** Whether it has no second at all, so that there is nothing to sell. */
    public boolean empty() {
        return deleted <= created;
    }

    /** Which of so many organizations it belongs to, from 0: the CRC-32 (IEEE 802.3) of its name, modulo their number. */
    public int organization(int organizations) {
        var crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % organizations);
    }

    public boolean allows(String model) {
        return models.isEmpty() || models.contains(model);
    }

    /**
     * What it asks for on a model. A shape states CPU and memory per card and in whole units, so that a pod that does
     * not divide evenly asks for a little more, never for less. One that asks for none is given the least there is,
     * because zero would mean the model's usual share.
     */
    public Shape shape(String model) {
        int cpu = Math.max(1, Math.ceilDiv(cpuMilli, cards));
        long memory = Math.max(1, Math.ceilDiv(memoryMib, (long) cards));
        return gpuMilli == WHOLE_CARD
                ? new Shape(model, null, cards, cards > 1, cpu, memory)
                : new Shape(model, Shape.THOUSANDTH, gpuMilli, false, cpu, memory);
    }
}
