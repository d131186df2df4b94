package cloud.tessera.quota.term;

import java.util.function.Function;
import java.util.function.Supplier;

/** What came of a use case: done, or refused with a reason. Bugs and outages are exceptions, not outcomes. */
public sealed interface Outcome<T> {
    /**
     * It was done.
     *
     * @param value what came of it, as it is now
     * @param replayed whether it was done by an earlier call with the same idempotency key
     */
    record Done<T>(T value, boolean replayed) implements Outcome<T> {}

    /** It was refused, and nothing has changed. */
    record No<T>(Refusal refusal, boolean replayed) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value, false);
    }

    static <T> Outcome<T> no(Refusal refusal) {
        return new No<>(refusal, false);
    }

    /** Runs a check or a preparation; a {@link Refused} becomes a value. */
    static <T> Outcome<T> of(Supplier<T> work) {
        try {
            return done(work.get());
        } catch (Refused refused) {
            return no(refused.refusal());
        }
    }

    /** Goes on with the value, or stays refused. */
    default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
        return switch (this) {
            case Done<T> done -> next.apply(done.value());
            case No<T> no -> new No<>(no.refusal(), no.replayed());
        };
    }

    /** The value, or {@link Refused} thrown. */
    default T orThrow() {
        return switch (this) {
            case Done<T> done -> done.value();
            case No<T> no -> throw no.refusal().asException();
        };
    }

    default <R> Outcome<R> map(Function<T, R> change) {
        return switch (this) {
            case Done<T> done -> new Done<>(change.apply(done.value()), done.replayed());
            case No<T> no -> new No<>(no.refusal(), no.replayed());
        };
    }
}
