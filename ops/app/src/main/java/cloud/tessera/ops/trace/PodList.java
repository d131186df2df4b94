package cloud.tessera.ops.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a pod list in the format of Alibaba's cluster-trace-gpu-v2023 (openb): a CSV file with a header and at least the
 * columns name, cpu_milli, memory_mib, num_gpu and gpu_milli; gpu_spec may be missing, creation_time and deletion_time are
 * needed where times matter, and other columns do not matter.
 */
public final class PodList {
    private static final List<String> NEEDED = List.of("name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli");
    private static final List<String> TIMES = List.of("creation_time", "deletion_time");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();

    private final String file;
    private final boolean hasModels;
    private final boolean timed;

    private PodList(String file, boolean hasModels, boolean timed) {
        this.file = file;
        this.hasModels = hasModels;
        this.timed = timed;
    }

    /** All pods, also those without a GPU, in the order of the file and without their times. */
    public static List<Pod> readUntimed(Path path) {
        return read(path, false);
    }

    /**
     * The pods with a GPU, in the order of the file.
     *
     * @throws cloud.tessera.ops.database.StartUpProblem where the file cannot be read, has no times, or a row makes no sense
     */
    public static List<Pod> read(Path path) {
        return read(path, true);
    }

    private static List<Pod> read(Path path, boolean timed) {
        String text = new String(Inputs.bytes("pod list", path), StandardCharsets.UTF_8);
        return read(String.valueOf(path.getFileName()), text, timed);
    }

    private static List<Pod> read(String file, String text, boolean timed) {
        try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
            List<String> columns = rows.getHeaderNames();
            Stream.concat(NEEDED.stream(), timed ? TIMES.stream() : Stream.empty())
                    .filter(column -> !columns.contains(column))
                    .findFirst()
                    .ifPresent(missing -> {
                        throw missing.endsWith("_time")
                                ? Inputs.refused(file + " has no times (column " + missing
                                        + "), and a pod without times cannot be replayed.")
                                : Inputs.refused(file + " has no column " + missing + ", which a pod list needs.");
                    });
            var list = new PodList(file, columns.contains("gpu_spec"), timed);
            var pods = new ArrayList<Pod>();
            for (CSVRecord row : rows) {
                list.add(pods, row, rows.getCurrentLineNumber());
            }
            return List.copyOf(pods);
        } catch (IOException | UncheckedIOException e) {
            throw Inputs.refused(file + " is not a CSV file: " + e.getMessage() + ".");
        }
    }

    private void add(List<Pod> pods, CSVRecord row, long line) {
        if (!row.isConsistent()) {
            throw Inputs.refused(file, line, "the row has " + row.size() + " fields, not as many as the header.");
        }
        int cards = (int) number(row, line, "num_gpu", 0, 1024);
        if (cards == 0 && timed) {
            return;
        }
        int gpuMilli = cards == 0 ? 0 : (int) number(row, line, "gpu_milli", 1, 1000);
        if (cards > 1 && gpuMilli < 1000) {
            throw Inputs.refused(
                    file,
                    line,
                    "parts of several cards (num_gpu " + cards + ", gpu_milli " + gpuMilli
                            + ") are not a thing that is sold.");
        }
        pods.add(new Pod(
                row.get("name"),
                (int) number(row, line, "cpu_milli", 0, Integer.MAX_VALUE),
                number(row, line, "memory_mib", 0, Integer.MAX_VALUE),
                cards,
                gpuMilli,
                hasModels ? models(row.get("gpu_spec")) : List.of(),
                timed ? number(row, line, "creation_time", 0, Integer.MAX_VALUE) : 0,
                timed ? number(row, line, "deletion_time", 0, Integer.MAX_VALUE) : 0));
    }

    private long number(CSVRecord row, long line, String column, long least, long most) {
        String text = row.get(column);
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is out of range.
        }
        throw Inputs.refused(
                file, line, column + " is \"" + text + "\", not a whole number from " + least + " to " + most + ".");
    }

    private static List<String> models(String spec) {
        return Arrays.stream(spec.split("\\|"))
                .map(String::strip)
                .filter(model -> !model.isEmpty())
                .distinct()
                .toList();
    }
}
