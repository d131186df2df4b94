package cloud.tessera.ops.bench;

import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Policies;
import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a benchmark was called with: {@code --name value} pairs and names alone, each of which must be asked for. */
final class Options {
    private static final String ALONE = "";

    private final Map<String, String> given = new HashMap<>();

    /** Refuses what is neither. */
    Options(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (!name.startsWith("--")) {
                throw usage("Options of a benchmark are written --name value; " + name + " is not.");
            }
            boolean alone = i + 1 == arguments.size() || arguments.get(i + 1).startsWith("--");
            given.put(name.substring(2), alone ? ALONE : arguments.get(++i));
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

    /** A text; the usual one where it was not given. */
    String text(String name, String usual) {
        String text = given.remove(name);
        if (text == null) {
            return usual;
        }
        if (text.isEmpty()) {
            throw usage("--" + name + " takes a value.");
        }
        return text;
    }

    /** A file that must be named. */
    Path file(String name) {
        if (!given.containsKey(name)) {
            throw usage("This benchmark needs --" + name + " FILE.");
        }
        return Path.of(text(name, ""));
    }

    /** Whether an option without a value was given. */
    boolean flag(String name) {
        String text = given.remove(name);
        if (text != null && !text.isEmpty()) {
            throw usage("--" + name + " takes no value, not " + text + ".");
        }
        return text != null;
    }

    /** A positive number; the usual one where it was not given. */
    double decimal(String name, double usual, double most) {
        return decimal(name, text(name, Double.toString(usual)), most);
    }

    private static double decimal(String name, String text, double most) {
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw usage("--" + name + " takes a number from 0 to " + most + ", not " + text + ".");
    }

    /** Numbers with commas between them. */
    List<Double> decimals(String name, String usual, double most) {
        return Arrays.stream(text(name, usual).split(",", -1))
                .map(each -> decimal(name, each.strip(), most))
                .toList();
    }

    /** Seeds with commas between them. */
    List<Long> seeds(String name, String usual) {
        try {
            return Arrays.stream(text(name, usual).split(",", -1))
                    .map(each -> Long.parseLong(each.strip()))
                    .toList();
        } catch (NumberFormatException e) {
            throw usage("--" + name + " takes whole numbers with commas between them.");
        }
    }

    /** One seed, or null where it was not given. */
    @Nullable
    Long maybeSeed(String name) {
        return given.containsKey(name) ? seeds(name, "").getFirst() : null;
    }

    /** A placement policy by its name; what ships where none is named. */
    PlacementPolicy policy() {
        return policy(Policies.DEFAULT);
    }

    /** A placement policy by its name; the usual one where none is named. */
    PlacementPolicy policy(PlacementPolicy usual) {
        if (!given.containsKey("policy")) {
            return usual;
        }
        String name = text("policy", usual.name());
        return Policies.named(name)
                .orElseThrow(() -> usage(
                        "There is no policy " + name + "; there are " + String.join(", ", Policies.names()) + "."));
    }

    /** To be called when all has been asked for: refuses what nobody asked for. */
    void requireNoOther() {
        if (!given.isEmpty()) {
            throw usage("This benchmark has no option --" + String.join(", --", new TreeSet<>(given.keySet())) + ".");
        }
    }

    static StartUpProblem usage(String sentence) {
        return new StartUpProblem(Kind.USAGE, sentence);
    }
}
