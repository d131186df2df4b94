package cloud.tessera.api.capacity;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for.
 *
 * @param sku what prices and invoices call it
 * @param model the accelerator model
 * @param profile the partition, {@code thousandth} for parts of a model that is divided freely; absent for whole cards
 * @param memoryGb accelerator memory of one; absent where it is not known
 * @param cpuMilli thousandths of a vCPU that come with one
 * @param memoryMib MiB of host memory that come with one
 */
@Serdeable
@Schema(name = "OfferedShape")
record OfferedShape(
        String sku,
        String model,
        @Nullable String profile,
        @Nullable Integer memoryGb,
        int cpuMilli,
        long memoryMib) {

    /** What one model can be asked for as: whole, and in the parts that it can be divided into. */
    static List<OfferedShape> of(AcceleratorModel model) {
        List<OfferedShape> shapes = new ArrayList<>();
        shapes.add(whole(model));
        switch (model.geometry()) {
            case Geometry.Partitioned p ->
                p.profiles().forEach(profile -> {
                    Shape shape = Shape.partitions(model.key(), profile.name(), 1);
                    shapes.add(part(model, shape, profile.memoryGb(), profile.size(), p.slots()));
                });
            case Geometry.Fungible f ->
                shapes.add(part(model, Shape.thousandths(model.key(), 1), null, 1, Geometry.Fungible.PARTS));
            case Geometry.Topological t -> {}
        }
        return shapes;
    }

    private static OfferedShape whole(AcceleratorModel model) {
        return new OfferedShape(
                Shape.cards(model.key(), 1).sku(),
                model.key(),
                null,
                model.memoryGb() == 0 ? null : model.memoryGb(),
                model.hostCpuMilliPerCard(),
                model.hostMemoryMibPerCard());
    }

    private static OfferedShape part(
            AcceleratorModel model, Shape shape, @Nullable Integer memoryGb, int size, int slots) {
        return new OfferedShape(
                shape.sku(),
                model.key(),
                shape.profile(),
                memoryGb,
                Math.toIntExact((long) model.hostCpuMilliPerCard() * size / slots),
                model.hostMemoryMibPerCard() * size / slots);
    }
}
