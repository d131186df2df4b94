package cloud.tessera.ops.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many clients that do the same again and again. */
final class Crowd implements AutoCloseable {
    private final int clients;
    private final ExecutorService threads;

    Crowd(int clients) {
        this.clients = clients;
        this.threads = Executors.newFixedThreadPool(clients);
    }

    /** What a client does again and again. */
    interface Deed {
        void once() throws Exception;
    }

    /** Prepares a client by its number, from 0. */
    interface Client {
        Deed ready(int number) throws Exception;
    }

    /** How often in a second all of them together did it. */
    double perSecond(int seconds, Client client) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Future<Long>> running = new ArrayList<>();
        for (int number = 0; number < clients; number++) {
            int its = number;
            running.add(threads.submit(() -> {
                Deed deed = client.ready(its);
                long done = 0;
                while (System.nanoTime() < until) {
                    deed.once();
                    done++;
                }
                return done;
            }));
        }
        long all = 0;
        try {
            for (Future<Long> each : running) {
                all += each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A client failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted", e);
        }
        return (double) all / seconds;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
