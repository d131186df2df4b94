package cloud.tessera.inventory.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a YAML file, read field by field. Whatever is wrong is noted as a fault with its line, and reading goes
 * on with a harmless value, so that one pass finds all faults; {@link Faults#refuse} must follow.
 */
public final class Section {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,15}(\\.\\d{1,12})?");
    private static final int LONGEST_TEXT = 500;

    private final Faults faults;
    private final int line;
    private final Map<String, Node> fields;

    Section(Faults faults, int line, Map<String, Node> fields) {
        this.faults = faults;
        this.line = line;
        this.fields = fields;
    }

    static Section of(MappingNode node, Faults faults) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(lineOf(tuple.getKeyNode()), "a field's name must be plain text");
            } else if (fields.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                faults.add(lineOf(key), "the field " + key.getValue() + " stands here twice");
            }
        }
        return new Section(faults, lineOf(node), fields);
    }

    static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Where it begins, counted from 1. */
    public int line() {
        return line;
    }

    /** Where a field's value begins, or the section where there is none. */
    public int line(String field) {
        Node node = fields.get(field);
        return node == null ? line : lineOf(node);
    }

    public void fault(String field, String reason) {
        faults.add(line(field), reason);
    }

    /** Faults every field that is not among these, so that a misspelt one is not ignored. */
    public void only(String... known) {
        Set<String> names = Set.of(known);
        fields.forEach((name, node) -> {
            if (!names.contains(name)) {
                faults.add(lineOf(node), "unknown field " + shown(name) + "; known are " + new TreeSet<>(names));
            }
        });
    }

    public Set<String> names() {
        return fields.keySet();
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    public boolean isSection(String field) {
        return fields.get(field) instanceof MappingNode;
    }

    /** A text that must be there. */
    public String text(String field) {
        return scalar(field).orElseGet(() -> missing(field, ""));
    }

    public Optional<String> maybeText(String field) {
        return scalar(field);
    }

    /** A text that must be there and look as it should. */
    public String text(String field, Pattern form, String described) {
        Optional<String> value = scalar(field);
        if (value.isEmpty()) {
            return missing(field, "");
        }
        if (!form.matcher(value.get()).matches()) {
            fault(field, field + " must be " + described + ", not " + shown(value.get()));
        }
        return value.get();
    }

    /** One of a few words. */
    public <T> Optional<T> choice(String field, List<T> choices, Function<T, String> word) {
        Optional<String> value = scalar(field);
        if (value.isEmpty()) {
            missing(field, "");
            return Optional.empty();
        }
        for (T choice : choices) {
            if (word.apply(choice).equals(value.get())) {
                return Optional.of(choice);
            }
        }
        fault(field, field + " must be one of " + choices.stream().map(word).toList() + ", not " + shown(value.get()));
        return Optional.empty();
    }

    /** A whole number within limits; {@code fallback} where it is missing, which is a fault if that is null. */
    public long whole(String field, long least, long most, @Nullable Long fallback) {
        Optional<String> value = scalar(field);
        if (value.isEmpty()) {
            if (fallback == null || has(field)) {
                missing(field, "");
            }
            return fallback == null ? least : fallback;
        }
        return whole(value.get(), line(field), field, least, most);
    }

    private long whole(String value, int at, String field, long least, long most) {
        if (WHOLE.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        faults.add(at, field + " must be a whole number from " + least + " to " + most + ", not " + shown(value));
        return least;
    }

    /** A decimal number within limits. */
    public BigDecimal decimal(String field, BigDecimal least, BigDecimal most) {
        Optional<String> value = scalar(field);
        if (value.isEmpty()) {
            missing(field, "");
            return least;
        }
        if (DECIMAL.matcher(value.get()).matches()) {
            BigDecimal number = new BigDecimal(value.get());
            if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
                return number;
            }
        }
        fault(
                field,
                field + " must be a number from " + least.toPlainString() + " to " + most.toPlainString() + ", not "
                        + shown(value.get()));
        return least;
    }

    public boolean flag(String field, boolean fallback) {
        Optional<String> value = scalar(field);
        if (value.isEmpty()) {
            return fallback;
        }
        if (!value.get().equals("true") && !value.get().equals("false")) {
            fault(field, field + " must be true or false, not " + shown(value.get()));
        }
        return value.get().equals("true");
    }

    /** A mapping inside this one. */
    public Optional<Section> section(String field) {
        Node node = fields.get(field);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(of(mapping, faults));
        }
        fault(field, field + " must be a mapping (name: value)");
        return Optional.empty();
    }

    /** A list of mappings; empty where it is missing. */
    public List<Section> sections(String field) {
        List<Section> found = new ArrayList<>();
        for (Node item : items(field)) {
            if (item instanceof MappingNode mapping) {
                found.add(of(mapping, faults));
            } else {
                faults.add(lineOf(item), "each item of " + field + " must be a mapping (name: value)");
            }
        }
        return found;
    }

    /** A list of texts; empty where it is missing. */
    public List<String> texts(String field) {
        List<String> found = new ArrayList<>();
        for (Node item : items(field)) {
            if (item instanceof ScalarNode scalar) {
                found.add(scalar.getValue());
            } else {
                faults.add(lineOf(item), "each item of " + field + " must be plain text");
            }
        }
        return found;
    }

    /** A list of whole numbers within limits; empty where it is missing. */
    public List<Integer> numbers(String field, int least, int most) {
        List<Integer> found = new ArrayList<>();
        for (String item : texts(field)) {
            found.add((int) whole(item, line(field), field, least, most));
        }
        return found;
    }

    private List<Node> items(String field) {
        Node node = fields.get(field);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(field, field + " must be a list (- item)");
        return List.of();
    }

    private Optional<String> scalar(String field) {
        Node node = fields.get(field);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            fault(field, field + " must be a single value");
            return Optional.of("");
        }
        String value = scalar.getValue().strip();
        if (value.length() > LONGEST_TEXT) {
            fault(field, field + " has " + value.length() + " characters; the most is " + LONGEST_TEXT);
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private <T> T missing(String field, T instead) {
        fault(field, has(field) ? field + " is empty" : field + " is missing");
        return instead;
    }

    /** A value as a message may show it: not longer than a line. */
    static String shown(String value) {
        return "\"" + (value.length() > 60 ? value.substring(0, 60) + "..." : value) + "\"";
    }
}
