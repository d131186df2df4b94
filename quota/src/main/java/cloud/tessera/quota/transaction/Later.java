package cloud.tessera.quota.transaction;

import java.util.function.Function;

/** What a statement that was handed to a transaction will have said; see {@link Tx#ask}. */
@FunctionalInterface
public interface Later<T> {
    /** Waits for the database, together with everything that was handed over before. */
    T get();

    default <S> Later<S> map(Function<T, S> what) {
        return () -> what.apply(get());
    }
}
