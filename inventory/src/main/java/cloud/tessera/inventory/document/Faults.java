package cloud.tessera.inventory.document;

import cloud.tessera.quota.term.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a file: all of it at once, so that it need not be found one by one. */
public final class Faults {
    /** As many are named; the rest are counted. */
    private static final int NAMED = 20;

    private record Fault(int line, String reason) {}

    private final String file;
    private final List<Fault> faults = new ArrayList<>();
    private int more;

    /** @param file its name as the reader knows it */
    public Faults(String file) {
        this.file = file;
    }

    /**
     * Notes a fault.
     *
     * @param line counted from 1
     * @param reason one sentence without a full stop
     */
    public void add(int line, String reason) {
        if (faults.size() < NAMED) {
            faults.add(new Fault(line, reason));
        } else {
            more++;
        }
    }

    public boolean none() {
        return faults.isEmpty();
    }

    /** Throws them as one refusal, if there are any; each on its own line as {@code file:line: reason}. */
    public void refuse(String code) {
        if (none()) {
            return;
        }
        String detail = faults.stream()
                .sorted(Comparator.comparingInt(Fault::line))
                .map(f -> file + ":" + f.line() + ": " + f.reason())
                .collect(Collectors.joining("\n"));
        throw Refusal.invalid(code, more == 0 ? detail : detail + "\nand " + more + " more", null)
                .asException();
    }
}
