package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.Resource;
import cloud.tessera.inventory.document.Section;
import cloud.tessera.inventory.document.YamlFile;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The rules that ship with the product in {@code matching/rules.yaml}: what a task needs, in data.
 *
 * @param version changes with anything in them; every answer names it
 * @param usablePercent of a card's memory that a model and its data may take
 */
public record MatchRules(String version, int usablePercent, List<Precision> precisions, List<Task> tasks) {
    private static final String FILE = "/matching/rules.yaml";
    private static final BigDecimal MOST_BILLIONS = new BigDecimal(10_000);

    public MatchRules {
        precisions = List.copyOf(precisions);
        tasks = List.copyOf(tasks);
    }

    /**
     * A number format.
     *
     * @param bits of one parameter
     * @param metBy formats of a card's matrix units that compute it
     */
    public record Precision(String key, int bits, List<String> metBy) {
        public Precision {
            metBy = List.copyOf(metBy);
        }
    }

    /**
     * A kind of work.
     *
     * @param name in words
     * @param work what it is bought as
     * @param memory how its memory is worked out
     * @param unit what is counted, such as {@code tokens}
     * @param context tokens, or the like, of one sequence, where nobody says
     * @param batch sequences at a time on one copy, where nobody says
     * @param mostCards that one copy is spread over
     * @param figures the rows of the throughput table that speak for it; none where nothing is known
     */
    public record Task(
            String key,
            String name,
            Workload work,
            Memory.Formula memory,
            String unit,
            int context,
            int batch,
            int mostCards,
            List<Figure> figures) {
        public Task {
            figures = List.copyOf(figures);
        }

        /** Whether a model of so many parameters is what takes the memory, and not a table of data. */
        public boolean hasParameters() {
            return memory != Memory.Formula.TABLE;
        }

        /** Whether the length of a sequence changes what it takes. */
        public boolean hasContext() {
            return hasParameters() && memory != Memory.Formula.IMAGE;
        }
    }

    /**
     * A workload of the throughput table, and what it may be carried over to.
     *
     * @param billions of parameters that it was measured with
     * @param from the fewest that it speaks for
     * @param to the most
     */
    public record Figure(String row, double billions, double from, double to) {}

    /** The rules in this build; read once. */
    public static MatchRules shipped() {
        return Shipped.RULES;
    }

    public Optional<Task> task(String key) {
        return tasks.stream().filter(task -> task.key().equals(key)).findFirst();
    }

    public Optional<Precision> precision(String key) {
        return precisions.stream()
                .filter(precision -> precision.key().equals(key))
                .findFirst();
    }

    private static final class Shipped {
        static final MatchRules RULES = read();
    }

    private static MatchRules read() {
        Faults faults = new Faults(FILE);
        MatchRules rules = YamlFile.read(Resource.content(FILE), faults)
                .map(MatchRules::rules)
                .orElseGet(() -> new MatchRules("", 0, List.of(), List.of()));
        faults.refuse("rules_invalid");
        return rules;
    }

    private static MatchRules rules(Section top) {
        top.only("format", "version", "usable_memory_percent", "precisions", "tasks");
        return new MatchRules(
                top.text("version"),
                (int) top.whole("usable_memory_percent", 1, 100, null),
                top.sections("precisions").stream().map(MatchRules::precision).toList(),
                top.sections("tasks").stream().map(MatchRules::task).toList());
    }

    private static Precision precision(Section row) {
        row.only("key", "bits", "met_by");
        return new Precision(row.text("key"), (int) row.whole("bits", 1, 64, null), row.texts("met_by"));
    }

    private static Task task(Section row) {
        row.only("key", "name", "work", "memory", "unit", "context", "batch", "most_cards", "figures");
        return new Task(
                row.text("key"),
                row.text("name"),
                row.choice("work", List.of(Workload.values()), Workload::text).orElse(Workload.INFERENCE),
                row.choice("memory", List.of(Memory.Formula.values()), Memory.Formula::text)
                        .orElse(Memory.Formula.GENERATE),
                row.text("unit"),
                (int) row.whole("context", 1, WhatFor.MOST_CONTEXT, null),
                (int) row.whole("batch", 1, WhatFor.MOST_BATCH, null),
                (int) row.whole("most_cards", 1, 10_000, null),
                row.sections("figures").stream().map(MatchRules::figure).toList());
    }

    private static Figure figure(Section row) {
        row.only("row", "billions", "from", "to");
        return new Figure(row.text("row"), billions(row, "billions"), billions(row, "from"), billions(row, "to"));
    }

    private static double billions(Section row, String field) {
        return row.decimal(field, BigDecimal.ZERO, MOST_BILLIONS).doubleValue();
    }
}
