package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.Resource;
import cloud.tessera.inventory.document.Section;
import cloud.tessera.inventory.document.YamlFile;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table that ships with the product. What it does not say is unknown, not zero. */
public final class ThroughputTable {
    private static final BigDecimal MOST = new BigDecimal("1000000000");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private ThroughputTable() {}

    /** All rows, as the file orders them. */
    public static List<Throughput> shipped() {
        Faults faults = new Faults("demo/throughput.yaml");
        List<Throughput> rows = YamlFile.read(Resource.content("/demo/throughput.yaml"), faults)
                .map(ThroughputTable::rows)
                .orElse(List.of());
        faults.refuse("throughput_invalid");
        return rows;
    }

    private static List<Throughput> rows(Section top) {
        top.only("format", "workloads", "rows");
        Map<String, Section> workloads = new HashMap<>();
        for (Section workload : top.sections("workloads")) {
            workload.only("key", "name", "unit");
            workloads.put(workload.text("key"), workload);
        }
        return top.sections("rows").stream().map(row -> row(row, workloads)).toList();
    }

    private static Throughput row(Section row, Map<String, Section> workloads) {
        row.only("workload", "model", "per_second", "source", "date");
        String workload = row.text("workload");
        Section known = workloads.get(workload);
        if (known == null) {
            row.fault("workload", "there is no workload " + workload);
        }
        @Nullable
        LocalDate date = row.has("date") ? LocalDate.parse(row.text("date", DATE, "a date such as 2024-08-28")) : null;
        return new Throughput(
                workload,
                known == null ? "" : known.text("name"),
                row.text("model"),
                row.decimal("per_second", BigDecimal.ZERO, MOST),
                known == null ? "" : known.text("unit"),
                row.text("source"),
                date);
    }
}
