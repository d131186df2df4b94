package cloud.tessera.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of a description of the API. */
final class Operations {
    private Operations() {}

    record Operation(String method, String path, String name, Set<String> answers, List<String> parameters) {}

    @SuppressWarnings("unchecked") // YAML has no types
    static List<Operation> of(Map<String, Object> description) {
        List<Operation> all = new ArrayList<>();
        ((Map<String, Map<String, Map<String, Object>>>) description.get("paths"))
                .forEach((path, methods) -> methods.forEach((method, operation) -> {
                    var parameters = (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
                    all.add(new Operation(
                            method,
                            path,
                            String.valueOf(operation.get("operationId")),
                            ((Map<String, Object>) operation.get("responses")).keySet(),
                            parameters.stream()
                                    .map(p -> String.valueOf(p.get("name")))
                                    .toList()));
                }));
        return all;
    }
}
