package cloud.tessera.inventory.fleet;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.FileText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the node list of the openb trace: one host a line, {@code sn,cpu_milli,memory_mib,gpu,model}. Hosts
 * without a card are left out.
 */
public final class OpenbNodes {
    private static final String HEADER = "sn,cpu_milli,memory_mib,gpu,model";
    private static final int COLUMNS = 5;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final long MOST_CPU_MILLI = FleetYaml.MOST_CPU * 1_000;
    private static final long MOST_MEMORY_MIB = FleetYaml.MOST_MEMORY_GIB * 1_024;

    private final Faults faults;
    private final String pool;
    private final List<FleetPlan.NewHost> hosts = new ArrayList<>();
    private int devices;

    private OpenbNodes(Faults faults, String pool) {
        this.faults = faults;
        this.pool = pool;
    }

    /**
     * A host of the list.
     *
     * @param cards how many of its model it has
     */
    public record OpenbHost(String name, int cpuMilli, long memoryMib, String model, int cards) {}

    /** The hosts of a list, in its order. Refused as {@code fleet_import_invalid}, with file, line and reason. */
    public static List<OpenbHost> hosts(String fileName, byte[] content) {
        return lines(fileName, content, "openb").hosts.stream()
                .map(host -> new OpenbHost(
                        host.name(),
                        host.cpuMilli(),
                        host.memoryMib(),
                        host.models().getFirst(),
                        host.models().size()))
                .toList();
    }

    private static OpenbNodes lines(String fileName, byte[] content, String pool) {
        Faults faults = new Faults(fileName);
        OpenbNodes nodes = new OpenbNodes(faults, pool);
        FileText.decode(content, faults).ifPresent(nodes::lines);
        faults.refuse(FleetYaml.CODE);
        return nodes;
    }

    static FleetPlan read(String fileName, byte[] content, OpenbTarget target) {
        target.check();
        OpenbNodes nodes = lines(fileName, content, target.pool());
        return new FleetPlan(
                List.of(new FleetPlan.NewSite(
                        1, target.site(), target.siteName(), Site.Kind.CORE, target.jurisdiction(), Map.of())),
                List.of(new FleetPlan.NewPool(
                        1,
                        target.pool(),
                        target.site(),
                        target.siteName(),
                        target.privateCards() ? Pool.Isolation.SANDBOXED_CONTAINER : Pool.Isolation.VM,
                        BigDecimal.ZERO,
                        target.privateCards())),
                List.of(),
                nodes.hosts);
    }

    private void lines(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
            faults.add(1, "the first line must be " + HEADER);
            return;
        }
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                line(i + 1, lines.get(i).strip().split(",", -1));
            }
        }
        if (hosts.isEmpty() && faults.none()) {
            faults.add(lines.size(), "the file names no host with a card");
        }
    }

    private void line(int line, String[] fields) {
        if (fields.length != COLUMNS) {
            faults.add(line, fields.length + " fields where " + COLUMNS + " are expected (" + HEADER + ")");
            return;
        }
        name(line, "sn", fields[0]);
        long cpu = number(line, "cpu_milli", fields[1], MOST_CPU_MILLI);
        long memory = number(line, "memory_mib", fields[2], MOST_MEMORY_MIB);
        int cards = (int) number(line, "gpu", fields[3], FleetYaml.MOST_DEVICES_OF_A_HOST);
        if (cards == 0) {
            return;
        }
        name(line, "model", fields[4]);
        devices += cards;
        if (devices > FleetYaml.MOST_DEVICES) {
            faults.add(line, "more than " + FleetYaml.MOST_DEVICES + " devices in one file");
            devices = 0;
        }
        hosts.add(new FleetPlan.NewHost(
                line, fields[0], null, pool, null, (int) cpu, memory, Collections.nCopies(cards, fields[4])));
    }

    private void name(int line, String column, String value) {
        if (!FleetYaml.NAME.matcher(value).matches()) {
            faults.add(line, column + " must be letters, digits, dots and hyphens, not " + shown(value));
        }
    }

    private long number(int line, String column, String value, long most) {
        if (NUMBER.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number <= most) {
                return number;
            }
        }
        faults.add(line, column + " must be a whole number from 0 to " + most + ", not " + shown(value));
        return 0;
    }

    private static String shown(String value) {
        return "\"" + (value.length() > 60 ? value.substring(0, 60) + "..." : value) + "\"";
    }
}
