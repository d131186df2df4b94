package cloud.tessera.inventory.offer;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.pricing.ImportedPrices;
import cloud.tessera.inventory.World;
import cloud.tessera.quota.term.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SkusOfCardsTest {
    private static final String HEADER = "sku,workload,site,currency,from,until,rate_per_hour,source\n";

    @Test
    void a_price_file_names_skus_of_the_catalogue_or_of_the_fleet() {
        try (World world = new World()) {
            assertThat(load(world, "nvidia-h100-80gb/1g.10gb", "nvidia-t4-16gb/card"))
                    .isEqualTo("2");
            assertThat(load(world, "nvidia-h100-80gb/1g.12gb", "nvidia-l40s-48gb/card", "google-tpu/thousandth"))
                    .startsWith(
                            "p.csv:2: nvidia-h100-80gb is sold as nvidia-h100-80gb/card, nvidia-h100-80gb/1g.10gb, ")
                    .contains("not as nvidia-h100-80gb/1g.12gb\np.csv:4: neither the catalogue nor the fleet has a"
                            + " model google-tpu; correct the SKU, or import the fleet first");
            assertThat(load(world, "V100M16/card")).contains("has a model V100M16;");
            assertThat(load(world, "card")).contains("has a model card;");

            world.importFleet(World.SMALL_FLEET
                    .replace("{model: nvidia-l40s-48gb, count: 2}", "{model: V100M16, count: 2}")
                    .replace("par-l40s", "par-v100"));
            assertThat(load(world, "V100M16/card", "V100M16/thousandth")).isEqualTo("2");
        }
    }

    @Test
    void a_price_file_names_sites_of_the_fleet() {
        try (World world = new World()) {
            assertThat(loadAt(world, "paris")).isEqualTo("1");
            assertThat(loadAt(world, "pariss"))
                    .startsWith("p.csv:2: there is no site pariss: the fleet has ")
                    .contains("paris");
        }
    }

    private static String loadAt(World world, String site) {
        return read(
                world, HEADER + "nvidia-h100-80gb/1g.10gb,training," + site + ",CHF,2026-01-01T00:00:00Z,,1,list\n");
    }

    /** How many prices were in the file, or why it was refused. */
    private static String load(World world, String... skus) {
        var file = new StringBuilder(HEADER);
        for (String sku : skus) {
            file.append(sku).append(",training,*,CHF,2026-01-01T00:00:00Z,,1,list\n");
        }
        return read(world, file.toString());
    }

    private static String read(World world, String file) {
        var outcome = world.prices.importFile(world.operator, "p.csv", file.getBytes(StandardCharsets.UTF_8));
        return switch (outcome) {
            case Outcome.Done<ImportedPrices> done ->
                String.valueOf(done.value().prices());
            case Outcome.No<ImportedPrices> no -> no.refusal().detail();
        };
    }
}
