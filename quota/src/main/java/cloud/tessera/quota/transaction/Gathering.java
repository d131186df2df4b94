package cloud.tessera.quota.transaction;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gathers the calls that come while an earlier one, or a group of them, is being made, so that they are made together
 * next: the busier it is the larger the groups. A call that finds nobody before it is made at once and by itself.
 *
 * <p>Those who were just answered often come again at once. A group that finds fewer calls than the last one had waits for
 * them for a moment, or there would be two halves that take turns.
 *
 * <p>The threads of the calls do the work; there is no other. Each group is led by the thread of its first call.
 */
public final class Gathering<C, R> {
    private final int most;
    private final Duration patience;
    private final Function<List<C>, Map<C, R>> together;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final Deque<Seat<C, R>> waiting = new ArrayDeque<>();
    private boolean busy;
    private int expected;

    /** What a call that waits is told: to lead a group that it is in, what came of it, or to be made by itself. */
    private sealed interface Word<C, R> {
        record Lead<C, R>() implements Word<C, R> {}

        record Made<C, R>(R result) implements Word<C, R> {}

        record Alone<C, R>() implements Word<C, R> {}

        record Failed<C, R>(RuntimeException problem) implements Word<C, R> {}
    }

    private record Seat<C, R>(C call, CompletableFuture<Word<C, R>> word) {}

    /**
     * @param most how many calls a group has at most
     * @param patience how long a group waits at most until it is as large as the last one; zero for not at all
     * @param together makes calls and returns what came of them; those that it leaves out are made one by one. What it
     *     throws fails all of them
     */
    public Gathering(int most, Duration patience, Function<List<C>, Map<C, R>> together) {
        this.most = most;
        this.patience = patience;
        this.together = together;
    }

    /**
     * Makes a call, together with others where there are others.
     *
     * @param alone makes it by itself
     */
    public R make(C call, Supplier<R> alone) {
        var seat = new Seat<C, R>(call, new CompletableFuture<>());
        if (sit(seat)) {
            return byItself(alone);
        }
        return switch (seat.word().join()) {
            case Word.Lead<C, R> _ -> lead(seat, alone);
            case Word.Made<C, R>(R result) -> result;
            case Word.Alone<C, R> _ -> alone.get();
            case Word.Failed<C, R>(RuntimeException problem) ->
                throw new IllegalStateException("The group of this call failed", problem);
        };
    }

    /** Whether nobody was there before. */
    private boolean sit(Seat<C, R> seat) {
        lock.lock();
        try {
            if (!busy) {
                busy = true;
                return true;
            }
            waiting.add(seat);
            came.signal();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private R byItself(Supplier<R> alone) {
        try {
            return alone.get();
        } finally {
            next();
        }
    }

    private R lead(Seat<C, R> own, Supplier<R> alone) {
        List<Seat<C, R>> group = gather();
        if (group.size() == 1) {
            return byItself(alone);
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

    /** Takes those who wait, and with them whoever else comes in a moment. */
    private List<Seat<C, R>> gather() {
        List<Seat<C, R>> group = new ArrayList<>();
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && waiting.size() < Math.min(expected, most)) {
                left = came.awaitNanos(left);
            }
            while (group.size() < most && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
            expected = group.size();
            return group;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            group.addAll(waiting);
            waiting.clear();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** How many calls wait for a group. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Has the first of those who wait lead the next group. */
    private void next() {
        lock.lock();
        try {
            Seat<C, R> first = waiting.peek();
            if (first == null) {
                busy = false;
            } else {
                first.word().complete(new Word.Lead<>());
            }
        } finally {
            lock.unlock();
        }
    }
}
