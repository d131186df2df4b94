package cloud.tessera.inventory.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.Resource;
import cloud.tessera.inventory.document.Section;
import cloud.tessera.inventory.document.YamlFile;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.term.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Predicate<Profile> PLAIN =
            p -> !p.name().contains("+") && !p.name().contains("-");

    private final Catalogue catalogue = Catalogue.shipped();

    @Test
    void an_a100_without_the_double_memory_1g_has_nineteen_maximal_layouts() {
        var a100 = partitioned("nvidia-a100-80gb");
        assertThat(Layouts.maximal(a100, PLAIN.and(p -> !p.name().equals("1g.20gb"))))
                .hasSize(19);
    }

    @Test
    void real_h100s_place_3g_on_halves_and_7g_on_the_whole() {
        var h100 = partitioned("nvidia-h100-80gb");
        assertThat(h100.profile("3g.40gb")).hasValueSatisfying(p -> {
            assertThat(p.starts()).containsExactly(0, 4);
            assertThat(p.size()).isEqualTo(4);
        });
        assertThat(h100.profile("7g.80gb")).hasValueSatisfying(p -> {
            assertThat(p.starts()).containsExactly(0);
            assertThat(p.size()).isEqualTo(8);
        });
    }

    @Test
    void an_rtx_pro_6000_has_twelve_slots_and_an_a30_no_3g() {
        assertThat(partitioned("nvidia-rtx-pro-6000-96gb").slots()).isEqualTo(12);
        assertThat(partitioned("nvidia-a30-24gb").profiles())
                .extracting(Profile::name)
                .noneMatch(name -> name.startsWith("3g"));
    }

    @Test
    void the_layouts_of_every_nvidia_card_are_as_many_as_the_data_file_says() {
        Faults faults = new Faults("nvidia-mig.yaml");
        List<Section> models = YamlFile.read(Resource.content("/catalogue/nvidia-mig.yaml"), faults)
                .orElseThrow()
                .sections("models");
        assertThat(models).hasSize(14);
        for (Section model : models) {
            Section stated = model.section("partitioned").orElseThrow();
            var layouts = Layouts.maximal(partitioned(model.text("key")), PLAIN);
            assertThat(layouts).as(model.text("key")).hasSize((int) stated.whole("maximal_layouts", 1, 10_000, null));
            assertThat(layouts.stream().map(CatalogueTest::names).collect(Collectors.toSet()))
                    .as(model.text("key"))
                    .hasSize((int) stated.whole("maximal_multisets", 1, 10_000, null));
        }
    }

    @Test
    void every_maximal_layout_of_every_card_is_legal() {
        for (AcceleratorModel model : catalogue.all()) {
            if (model.geometry() instanceof Geometry.Partitioned card) {
                var layouts = Layouts.maximal(card, p -> true);
                assertThat(layouts).as(model.key()).isNotEmpty();
                layouts.forEach(layout -> assertLegal(model.key(), card, layout));
            }
        }
    }

    private static void assertLegal(String key, Geometry.Partitioned card, List<Layouts.Piece> layout) {
        Set<Integer> slots = new HashSet<>();
        for (Layouts.Piece piece : layout) {
            for (SlotRange range : piece.profile().ranges(piece.start())) {
                for (int slot = range.start(); slot < range.end(); slot++) {
                    assertThat(slots.add(slot)).as(key + " " + layout).isTrue();
                    assertThat(slot).as(key).isLessThan(card.slots() + card.extraSlots());
                }
            }
            assertThat(layout.stream()
                            .filter(p -> p.profile().equals(piece.profile()))
                            .count())
                    .as(key + " " + piece.profile().name())
                    .isLessThanOrEqualTo(piece.profile().max());
        }
    }

    @Test
    void what_a_card_has_once_is_placed_once() {
        for (AcceleratorModel model : catalogue.all()) {
            if (model.geometry() instanceof Geometry.Partitioned card) {
                Layouts.maximal(card, p -> true)
                        .forEach(layout -> assertThat(layout.stream()
                                        .filter(p -> p.profile().name().contains("+me"))
                                        .count())
                                .isLessThanOrEqualTo(1));
            }
        }
    }

    @Test
    void parts_of_an_amd_card_are_all_equal() {
        for (String key : List.of("amd-mi300x-192gb", "amd-mi325x-256gb", "amd-mi355x-288gb", "amd-mi300a-128gb")) {
            Layouts.maximal(partitioned(key), p -> true)
                    .forEach(layout -> assertThat(
                                    layout.stream().map(p -> p.profile().size()))
                            .as(key)
                            .containsOnly(layout.getFirst().profile().size()));
        }
    }

    @Test
    void every_model_has_what_people_must_know() {
        assertThat(catalogue.all()).hasSizeGreaterThan(40).allSatisfy(model -> {
            assertThat(model.name()).isNotBlank();
            assertThat(model.vendor()).isNotBlank();
            assertThat(model.turnaroundMinutes()).isPositive();
            assertThat(model.hostCpuMilliPerCard()).isPositive();
            assertThat(model.evidence().equals("none") || !model.sources().isEmpty())
                    .as(model.key() + " names its sources")
                    .isTrue();
        });
        assertThat(catalogue.all().stream().map(AcceleratorModel::key).toList())
                .contains(
                        "nvidia-h100-80gb",
                        "nvidia-a30-24gb",
                        "nvidia-l40s-48gb",
                        "amd-mi300x-192gb",
                        "google-tpu-v4",
                        "google-tpu-v5e",
                        "google-tpu-v5p",
                        "google-tpu-v6e",
                        "aws-trainium1",
                        "aws-trainium2",
                        "aws-inferentia2",
                        "intel-gaudi2-96gb",
                        "intel-gaudi3-128gb",
                        "graphcore-ipu",
                        "tenstorrent-card",
                        "huawei-ascend-910b3-64gb");
    }

    @Test
    void shapes_count_as_exact_parts_of_a_card() {
        assertThat(catalogue.units(Shape.partitions("nvidia-h100-80gb", "1g.10gb", 3)))
                .isEqualTo(CardEquivalents.fraction(3, 8, 1));
        assertThat(catalogue.units(Shape.partitions("nvidia-rtx-pro-6000-96gb", "1g.24gb", 1)))
                .isEqualTo(CardEquivalents.fraction(1, 4, 1));
        assertThat(catalogue.units(Shape.thousandths("nvidia-l40s-48gb", 250)))
                .isEqualTo(CardEquivalents.fraction(1, 4, 1));
        assertThat(catalogue.units(Shape.cards("google-tpu-v5e", 8))).isEqualTo(CardEquivalents.cards(8));
    }

    @Test
    void every_profile_of_every_card_is_an_exact_part() {
        for (AcceleratorModel model : catalogue.all()) {
            if (model.geometry() instanceof Geometry.Partitioned card) {
                for (Profile profile : card.profiles()) {
                    assertThat(catalogue.units(Shape.partitions(model.key(), profile.name(), 1)))
                            .isEqualTo(CardEquivalents.fraction(profile.size(), card.slots(), 1));
                }
            }
        }
    }

    @Test
    void a_piece_takes_its_share_of_the_host_unless_it_names_one() {
        assertThat(catalogue.hostShare(Shape.partitions("nvidia-h100-80gb", "2g.20gb", 4)))
                .isEqualTo(new HostShare(6_000, 61_440));
        assertThat(catalogue.hostShare(Shape.thousandths("nvidia-l40s-48gb", 500)))
                .isEqualTo(new HostShare(8_000, 49_152));
        assertThat(catalogue.hostShare(new Shape("nvidia-h100-80gb", null, 1, false, 1_000, 2_048)))
                .isEqualTo(new HostShare(1_000, 2_048));
    }

    @Test
    void skus_name_the_model_and_the_part() {
        assertThat(Shape.partitions("nvidia-h100-80gb", "1g.10gb", 1).sku()).isEqualTo("nvidia-h100-80gb/1g.10gb");
        assertThat(Shape.cards("nvidia-h100-80gb", 1).sku()).isEqualTo("nvidia-h100-80gb/card");
        assertThat(Shape.thousandths("T4", 10).sku()).isEqualTo("T4/thousandth");
    }

    @Test
    void an_unknown_model_is_fungible() {
        assertThat(catalogue.find("G2")).isEmpty();
        assertThat(catalogue.orFungible("G2").geometry()).isInstanceOf(Geometry.Fungible.class);
        assertThat(catalogue.orFungible("V100M16").family()).isEqualTo("v100m16");
    }

    @Test
    void shapes_that_make_no_sense_are_refused() {
        assertRefused(Shape.partitions("nvidia-a30-24gb", "3g.24gb", 1), "unknown_profile");
        assertRefused(Shape.thousandths("nvidia-h100-80gb", 10), "unknown_profile");
        assertRefused(Shape.partitions("nvidia-l40s-48gb", "1g.5gb", 1), "unknown_profile");
        assertRefused(Shape.thousandths("nvidia-l40s-48gb", 1_001), "invalid_quantity");
        assertRefused(Shape.cards("google-tpu-v5e", 3), "invalid_quantity");
        assertRefused(Shape.cards("nvidia-h100-80gb", 100_001), "invalid_quantity");
        catalogue.check(Shape.cards("google-tpu-v5e", 4));
        catalogue.check(Shape.cards("aws-inferentia2", 5));
        catalogue.check(Shape.thousandths("T4", 1_000));
    }

    private void assertRefused(Shape shape, String code) {
        assertThatThrownBy(() -> catalogue.check(shape))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.refusal().code()).isEqualTo(code));
    }

    private Geometry.Partitioned partitioned(String key) {
        return (Geometry.Partitioned) catalogue.find(key).orElseThrow().geometry();
    }

    private static List<String> names(List<Layouts.Piece> layout) {
        return layout.stream().map(p -> p.profile().name()).sorted().toList();
    }
}
