package cloud.tessera.quota.transaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gathers the calls that come while an earlier one, or a group of them, is being made, so that they are made together
 * next: the busier it is the larger the groups. A call that finds nobody before it is made at once and by itself.
 *
 * <p>The threads of the calls do the work; there is no other. Each group is led by the thread of its first call.
 */
public final class Gathering<C, R> {
    private final int most;
    private final Function<List<C>, Map<C, R>> together;
    private final Deque<Seat<C, R>> waiting = new ArrayDeque<>();
    private boolean busy;

    /** What a call that waits is told: to lead a group that it is in, what came of it, or to be made by itself. */
    private sealed interface Word<C, R> {
        record Lead<C, R>(List<Seat<C, R>> group) implements Word<C, R> {}

        record Made<C, R>(R result) implements Word<C, R> {}

        record Alone<C, R>() implements Word<C, R> {}

        record Failed<C, R>(RuntimeException problem) implements Word<C, R> {}
    }

    private record Seat<C, R>(C call, CompletableFuture<Word<C, R>> word) {}

    /**
     * @param most how many calls a group has at most
     * @param together makes calls and returns what came of them; those that it leaves out are made one by one. What it
     *     throws fails all of them
     */
    public Gathering(int most, Function<List<C>, Map<C, R>> together) {
        this.most = most;
        this.together = together;
    }

    /**
     * Makes a call, together with others where there are others.
     *
     * @param alone makes it by itself
     */
    public R make(C call, Supplier<R> alone) {
        var seat = new Seat<C, R>(call, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(seat);
            if (!busy) {
                busy = true;
                callUp();
            }
        }
        return switch (seat.word().join()) {
            case Word.Lead<C, R>(List<Seat<C, R>> group) -> lead(seat, group, alone);
            case Word.Made<C, R>(R result) -> result;
            case Word.Alone<C, R>() -> alone.get();
            case Word.Failed<C, R>(RuntimeException problem) ->
                throw new IllegalStateException("The group of this call failed", problem);
        };
    }

    private R lead(Seat<C, R> own, List<Seat<C, R>> group, Supplier<R> alone) {
        if (group.size() == 1) {
            try {
                return alone.get();
            } finally {
                next();
            }
        }
        Map<C, R> made;
        try {
            made = together.apply(group.stream().map(Seat::call).toList());
        } catch (RuntimeException problem) {
            next();
            group.forEach(seat -> seat.word().complete(new Word.Failed<>(problem)));
            throw problem;
        }
        next();
        for (Seat<C, R> seat : group) {
            R result = made.get(seat.call());
            seat.word().complete(result == null ? new Word.Alone<>() : new Word.Made<>(result));
        }
        return Optional.ofNullable(made.get(own.call())).orElseGet(alone);
    }

    /** How many calls wait for a group. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private void next() {
        synchronized (waiting) {
            callUp();
        }
    }

    /** Has those who wait begin, as far as one group goes. */
    private void callUp() {
        List<Seat<C, R>> group = new ArrayList<>();
        while (group.size() < most && !waiting.isEmpty()) {
            group.add(waiting.remove());
        }
        if (group.isEmpty()) {
            busy = false;
        } else {
            group.getFirst().word().complete(new Word.Lead<>(group));
        }
    }
}
