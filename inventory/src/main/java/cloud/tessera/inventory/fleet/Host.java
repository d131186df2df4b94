package cloud.tessera.inventory.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A machine.
 *
 * @param name unique within its site
 * @param fabric the code of its fabric domain; null where it has none
 * @param cpuMilli thousandths of a vCPU that can be sold
 * @param memoryMib MiB of memory that can be sold
 */
public record Host(
        int id,
        String name,
        String site,
        String pool,
        @Nullable String fabric,
        int cpuMilli,
        long memoryMib) {}
