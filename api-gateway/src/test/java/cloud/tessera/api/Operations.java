package cloud.tessera.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** The operations of a description of the API. */
final class Operations {
    private Operations() {}

    /**
     * One operation.
     *
     * @param answers the statuses that it describes
     * @param parameters the names of all its parameters
     * @param queries the names of those in the query
     * @param body the name of the schema of its body; empty where it has none
     */
    record Operation(
            String method,
            String path,
            String name,
            List<String> answers,
            List<String> parameters,
            List<String> queries,
            String body) {}

    /** A description as a tree. */
    static JsonNode read(String yaml) {
        Object description = Objects.requireNonNull(new Yaml().load(yaml));
        return new ObjectMapper().valueToTree(description);
    }

    static List<Operation> of(JsonNode description) {
        List<Operation> all = new ArrayList<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.add(operation(path.getKey(), method.getKey(), method.getValue()))));
        return all;
    }

    private static Operation operation(String path, String method, JsonNode operation) {
        List<String> parameters = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            parameters.add(parameter.path("name").asText());
            if (parameter.path("in").asText().equals("query")) {
                queries.add(parameter.path("name").asText());
            }
        }
        List<String> answers = new ArrayList<>();
        operation.path("responses").fieldNames().forEachRemaining(answers::add);
        String body = reference(operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema"));
        return new Operation(method, path, operation.path("operationId").asText(), answers, parameters, queries, body);
    }

    /** The name of the schema that another one refers to, by itself or with a description; empty for none. */
    static String reference(JsonNode schema) {
        JsonNode reference = schema.has("$ref") ? schema : schema.path("allOf").path(0);
        String text = reference.path("$ref").asText();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
