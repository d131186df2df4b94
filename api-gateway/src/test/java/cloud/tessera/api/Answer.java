package cloud.tessera.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;

/** What the server said. */
record Answer(HttpResponse<byte[]> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String text() {
        return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    JsonNode json() {
        try {
            return JSON.readTree(text());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + text(), e);
        }
    }

    /** The text of a field that must be there. */
    String at(String field) {
        JsonNode node = json();
        for (String part : field.split("\\.")) {
            node = part.matches("[0-9]+") ? node.path(Integer.parseInt(part)) : node.path(part);
        }
        if (node.isMissingNode()) {
            throw new AssertionError("No " + field + " in " + text());
        }
        return node.asText();
    }

    @Override
    public String toString() {
        return status() + " " + text();
    }
}
