package cloud.tessera.api.wire;

import cloud.tessera.quota.term.Page;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list, or a part of one.
 *
 * @param items what was asked for
 * @param next send it as {@code after} to get the next part; absent at the end
 */
@Serdeable
public record Listing<T>(List<T> items, @Nullable String next) {
    /** All of a list that has no parts. */
    public static <S, T> Listing<T> all(List<S> items, Function<S, T> wire) {
        return new Listing<>(items.stream().map(wire).toList(), null);
    }

    /** A part of a list. */
    public static <S, T> Listing<T> of(Page<S> page, Function<S, T> wire) {
        return new Listing<>(page.items().stream().map(wire).toList(), page.next());
    }
}
