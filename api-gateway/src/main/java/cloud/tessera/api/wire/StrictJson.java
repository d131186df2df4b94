package cloud.tessera.api.wire;

import io.micronaut.context.annotation.Factory;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads values of bodies as what they are: the library would take {@code 1.5} and {@code true} for the whole number 1, a 7
 * for an instant, and {@code [5]} for a 5. A whole number may be written as {@code 2.0}, as JSON does not tell them apart.
 */
@Factory
final class StrictJson {
    @Singleton
    Deserializer<Integer> integers() {
        return (decoder, context, type) ->
                read(decoder, JsonNode::isNumber, node -> number(node).intValueExact());
    }

    @Singleton
    Deserializer<Long> longs() {
        return (decoder, context, type) ->
                read(decoder, JsonNode::isNumber, node -> number(node).longValueExact());
    }

    @Singleton
    Deserializer<BigDecimal> decimals() {
        return (decoder, context, type) -> read(decoder, JsonNode::isNumber, StrictJson::number);
    }

    @Singleton
    Deserializer<Boolean> booleans() {
        return (decoder, context, type) -> read(decoder, JsonNode::isBoolean, JsonNode::getBooleanValue);
    }

    @Singleton
    Deserializer<String> texts() {
        return (decoder, context, type) -> read(decoder, JsonNode::isString, JsonNode::getStringValue);
    }

    @Singleton
    Deserializer<Instant> instants() {
        return (decoder, context, type) -> read(
                decoder,
                JsonNode::isString,
                node -> OffsetDateTime.parse(node.getStringValue()).toInstant());
    }

    private static BigDecimal number(JsonNode node) {
        return new BigDecimal(String.valueOf(node.getNumberValue()));
    }

    private static <T> T read(Decoder decoder, Predicate<JsonNode> kind, Function<JsonNode, T> read)
            throws IOException {
        JsonNode node = decoder.decodeNode();
        try {
            if (kind.test(node)) {
                return read.apply(node);
            }
        } catch (ArithmeticException | NumberFormatException | DateTimeException unfit) {
            // Told as any other value that does not fit.
        }
        throw decoder.createDeserializationException("The value is of another kind", null);
    }
}
