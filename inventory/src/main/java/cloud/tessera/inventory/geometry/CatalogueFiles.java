package cloud.tessera.inventory.geometry;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.Resource;
import cloud.tessera.inventory.document.Section;
import cloud.tessera.inventory.document.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the catalogue's files. They are part of the build, so a fault in one is a bug. */
final class CatalogueFiles {
    private static final List<String> FILES = List.of("nvidia-mig", "fungible", "topological", "other");
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final List<String> EVIDENCE =
            List.of("measured", "vendor-code", "vendor-documentation", "derived", "none");

    private CatalogueFiles() {}

    static List<AcceleratorModel> readAll() {
        List<AcceleratorModel> models = new ArrayList<>();
        for (String file : FILES) {
            String name = "/catalogue/" + file + ".yaml";
            Faults faults = new Faults(name);
            YamlFile.read(Resource.content(name), faults)
                    .ifPresent(top -> top.sections("models").forEach(model -> models.add(model(model))));
            faults.refuse("catalogue_invalid");
        }
        return models;
    }

    private static AcceleratorModel model(Section model) {
        model.only(
                "key",
                "name",
                "vendor",
                "family",
                "memory_gb",
                "precisions",
                "fabric",
                "turnaround_minutes",
                "host_share",
                "evidence",
                "sources",
                "notes",
                "partitioned",
                "fungible",
                "topological");
        int cpu =
                model.section("host_share").map(s -> whole(s, "cpu", 0, 1_000)).orElse(0);
        int gib = model.section("host_share")
                .map(s -> whole(s, "memory_gib", 0, 10_000))
                .orElse(0);
        return new AcceleratorModel(
                model.text("key", KEY, "lower case with hyphens"),
                model.text("name"),
                model.text("vendor"),
                model.text("family", KEY, "lower case with hyphens"),
                whole(model, "memory_gb", 0, 100_000),
                geometry(model),
                model.texts("precisions"),
                model.maybeText("fabric").orElse(null),
                whole(model, "turnaround_minutes", 0, 59),
                cpu * 1_000,
                gib * 1_024L,
                model.choice("evidence", EVIDENCE, e -> e).orElse("none"),
                model.texts("sources"),
                model.maybeText("notes").orElse(null));
    }

    private static Geometry geometry(Section model) {
        if (model.has("partitioned")) {
            return model.section("partitioned").map(CatalogueFiles::partitioned).orElseThrow();
        }
        if (model.has("topological")) {
            return model.section("topological").map(CatalogueFiles::topological).orElseThrow();
        }
        if (!model.has("fungible")) {
            model.fault("key", "a model is partitioned, fungible or topological");
        }
        return new Geometry.Fungible();
    }

    private static Geometry partitioned(Section section) {
        section.only("slots", "extra_slots", "profiles", "maximal_layouts", "maximal_multisets");
        return new Geometry.Partitioned(
                whole(section, "slots", 1, 64),
                (int) section.whole("extra_slots", 0, 8, 0L),
                section.sections("profiles").stream()
                        .map(CatalogueFiles::profile)
                        .toList());
    }

    private static Profile profile(Section profile) {
        profile.only("name", "size", "starts", "max", "memory_gb", "extra_slot");
        return new Profile(
                profile.text("name"),
                whole(profile, "size", 1, 64),
                profile.numbers("starts", 0, 63),
                whole(profile, "max", 1, 64),
                whole(profile, "memory_gb", 0, 100_000),
                profile.has("extra_slot") ? OptionalInt.of(whole(profile, "extra_slot", 1, 72)) : OptionalInt.empty());
    }

    private static Geometry topological(Section section) {
        section.only("counts", "forms", "per_host", "together", "cube");
        return new Geometry.Topological(
                section.numbers("counts", 1, 10_000),
                section.texts("forms"),
                whole(section, "per_host", 1, 1_000),
                section.choice("together", List.of(Geometry.Together.values()), Geometry.Together::text)
                        .orElse(Geometry.Together.ANYWHERE),
                (int) section.whole("cube", 0, 10_000, 0L));
    }

    private static int whole(Section section, String field, int least, int most) {
        return (int) section.whole(field, least, most, null);
    }
}
