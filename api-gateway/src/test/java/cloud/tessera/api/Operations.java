package cloud.tessera.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of a description of the API. */
@SuppressWarnings("unchecked") // YAML has no types
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
            Set<String> answers,
            List<String> parameters,
            List<String> queries,
            String body) {}

    static List<Operation> of(Map<String, Object> description) {
        List<Operation> all = new ArrayList<>();
        ((Map<String, Map<String, Map<String, Object>>>) description.get("paths"))
                .forEach((path, methods) ->
                        methods.forEach((method, operation) -> all.add(operation(path, method, operation))));
        return all;
    }

    private static Operation operation(String path, String method, Map<String, Object> operation) {
        var parameters = (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
        return new Operation(
                method,
                path,
                String.valueOf(operation.get("operationId")),
                ((Map<String, Object>) operation.get("responses")).keySet(),
                parameters.stream().map(p -> String.valueOf(p.get("name"))).toList(),
                parameters.stream()
                        .filter(p -> "query".equals(p.get("in")))
                        .map(p -> String.valueOf(p.get("name")))
                        .toList(),
                body(operation));
    }

    private static String body(Map<String, Object> operation) {
        var body = (Map<String, Map<String, Map<String, Map<String, Object>>>>) operation.get("requestBody");
        if (body == null) {
            return "";
        }
        return body.get("content").values().stream()
                .findFirst()
                .map(content -> reference(content.get("schema")))
                .orElse("");
    }

    /** The name of the schema that another one refers to, by itself or with a description; empty for none. */
    static String reference(Map<String, Object> schema) {
        Object reference = schema.get("$ref");
        if (reference == null && schema.get("allOf") instanceof List<?> parts && !parts.isEmpty()) {
            reference = ((Map<String, Object>) parts.getFirst()).get("$ref");
        }
        String text = reference == null ? "" : reference.toString();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
