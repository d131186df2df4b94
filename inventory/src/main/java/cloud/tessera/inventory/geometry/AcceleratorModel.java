package cloud.tessera.inventory.geometry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A card type.
 *
 * @param key stable, such as {@code nvidia-h100-80gb}; the first part of its SKUs
 * @param name as people call it
 * @param family what quota counts by, such as {@code h100}
 * @param memoryGb memory of the whole card; 0 where it is not known
 * @param precisions number formats that its matrix units take, such as {@code fp8}; empty where not known
 * @param fabric what joins several of them, such as {@code nvlink}; null where nothing does
 * @param turnaroundMinutes the end of each sold window that belongs to the platform, for wipe and health check
 * @param hostCpuMilliPerCard thousandths of a vCPU that go with a card where the caller names none
 * @param hostMemoryMibPerCard MiB of host memory that go with a card where the caller names none
 * @param evidence how well the geometry is known: {@code measured}, {@code vendor-code}, {@code vendor-documentation},
 *     {@code derived} or {@code none}
 * @param sources where the geometry comes from
 * @param notes what a reader should know; null where nothing
 */
public record AcceleratorModel(
        String key,
        String name,
        String vendor,
        String family,
        int memoryGb,
        Geometry geometry,
        List<String> precisions,
        @Nullable String fabric,
        int turnaroundMinutes,
        int hostCpuMilliPerCard,
        long hostMemoryMibPerCard,
        String evidence,
        List<String> sources,
        @Nullable String notes) {
    public AcceleratorModel {
        precisions = List.copyOf(precisions);
        sources = List.copyOf(sources);
    }
}
