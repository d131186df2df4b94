package cloud.tessera.api.capacity;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An accelerator model.
 *
 * @param key stable; what a shape names
 * @param name as people call it
 * @param vendor who makes it
 * @param family what limits count by, such as {@code h100}
 * @param memoryGb memory of the whole card; 0 where it is not known
 * @param division how it can be divided
 * @param precisions number formats that its matrix units take; empty where not known
 * @param fabric what joins several of them; absent where nothing does
 * @param turnaroundMinutes the end of each sold window that is ours, for wipe and health check, and is not charged
 * @param evidence how well the division is known
 * @param sources where that is known from
 * @param sites where there are cards of it now
 */
@Serdeable
@Schema(name = "Accelerator")
record AcceleratorResource(
        String key,
        String name,
        String vendor,
        String family,
        int memoryGb,
        Division division,
        List<String> precisions,
        @Nullable String fabric,
        int turnaroundMinutes,
        String evidence,
        List<String> sources,
        List<String> sites) {

    /**
     * How a model can be divided.
     *
     * @param kind {@code partitioned} (profiles with legal places), {@code fungible} (thousandths), or
     *     {@code whole} (whole devices, several of which lie together)
     * @param slots the card's own slots
     * @param profiles of a partitioned model
     * @param counts of a whole model: how many devices one claim may take; empty where any number will do
     */
    @Serdeable
    @Schema(name = "Division")
    record Division(String kind, int slots, List<ProfileResource> profiles, List<Integer> counts) {
        static Division of(Geometry geometry) {
            return switch (geometry) {
                case Geometry.Partitioned p ->
                    new Division(
                            "partitioned",
                            p.slots(),
                            p.profiles().stream().map(ProfileResource::of).toList(),
                            List.of());
                case Geometry.Fungible f -> new Division("fungible", f.slots(), List.of(), List.of());
                case Geometry.Topological t -> new Division("whole", t.slots(), List.of(), t.counts());
            };
        }
    }

    /**
     * A partition that a card can be cut into.
     *
     * @param name as the vendor calls it
     * @param size slots that it takes
     * @param starts where it may begin
     * @param max how many of it one card can hold
     * @param memoryGb its memory
     */
    @Serdeable
    @Schema(name = "Profile")
    record ProfileResource(String name, int size, List<Integer> starts, int max, int memoryGb) {
        static ProfileResource of(Profile profile) {
            return new ProfileResource(
                    profile.name(), profile.size(), profile.starts(), profile.max(), profile.memoryGb());
        }
    }

    static AcceleratorResource of(AcceleratorModel model, List<String> sites) {
        return new AcceleratorResource(
                model.key(),
                model.name(),
                model.vendor(),
                model.family(),
                model.memoryGb(),
                Division.of(model.geometry()),
                model.precisions(),
                model.fabric(),
                model.turnaroundMinutes(),
                model.evidence(),
                model.sources(),
                sites);
    }
}
