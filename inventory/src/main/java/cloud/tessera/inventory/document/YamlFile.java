package cloud.tessera.inventory.document;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A YAML file as nodes with their lines. No object is ever made from a tag, nesting and aliases are bounded, and a fault
 * of syntax is noted rather than thrown.
 */
public final class YamlFile {

    private static final int DEEPEST = 12;
    private static final int MOST_ALIASES = 1000;

    private YamlFile() {}

    /** The mapping at the top of the file; empty, with a fault noted, where there is none. */
    public static Optional<Section> read(byte[] content, Faults faults) {
        return FileText.decode(content, faults).flatMap(text -> read(text, faults));
    }

    private static Optional<Section> read(String text, Faults faults) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(FileText.LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_ALIASES);
        try {
            Node root = new Yaml(options).compose(new java.io.StringReader(text));
            if (root == null) {
                faults.add(1, "the file is empty");
                return Optional.empty();
            }
            if (root instanceof MappingNode mapping) {
                return Optional.of(Section.of(mapping, faults));
            }
            faults.add(Section.lineOf(root), "the file must be a mapping (name: value) at its top");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            faults.add(line, "this is not YAML: " + oneLine(e.getProblem()));
        } catch (YAMLException e) {
            faults.add(1, "this is not YAML that can be taken: " + oneLine(e.getMessage()));
        }
        return Optional.empty();
    }

    private static String oneLine(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            return "it cannot be read";
        }
        return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
    }
}
