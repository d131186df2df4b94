package cloud.tessera.ops.bench;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a benchmark was called with: {@code --name value} pairs, each of which must be asked for. */
final class Options {
    private final Map<String, String> given = new HashMap<>();

    /** Refuses what is not a list of pairs. */
    Options(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || i + 1 == arguments.size()) {
                throw usage("Options of a benchmark are written --name value; " + name + " is not.");
            }
            given.put(name.substring(2), arguments.get(i + 1));
        }
    }

    /** A whole number within bounds; the usual one where it was not given. */
    int number(String name, int usual, int least, int most) {
        String text = given.remove(name);
        if (text == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw usage("--" + name + " takes a number from " + least + " to " + most + ", not " + text + ".");
    }

    /** To be called when all has been asked for: refuses what nobody asked for. */
    void requireNoOther() {
        if (!given.isEmpty()) {
            throw usage("This benchmark has no option --" + String.join(", --", new TreeSet<>(given.keySet())) + ".");
        }
    }

    private static StartUpProblem usage(String sentence) {
        return new StartUpProblem(Kind.USAGE, sentence);
    }
}
