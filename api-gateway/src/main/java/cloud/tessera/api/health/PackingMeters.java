package cloud.tessera.api.health;

import cloud.tessera.inventory.replan.Packings;
import cloud.tessera.inventory.replan.Packings.SinceStart;
import cloud.tessera.quota.term.Caller;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** What the packing in the background does in this process. */
@Singleton
class PackingMeters implements MeterBinder {
    private static final Caller METRICS = Caller.Job.named("metrics");

    private final Packings packings;

    PackingMeters(Packings packings) {
        this.packings = packings;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "moves", "Reservations laid closer to others before they start", SinceStart::moved);
        counter(registry, "freed.cards", "Cards of hosts that nothing uses any more", SinceStart::freedCards);
        counter(registry, "failures", "Pools and moves that were left as they were", SinceStart::failed);
        counter(
                registry,
                "seconds",
                "Time for planning and moving",
                all -> all.took().toMillis() / 1e3);
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<SinceStart> figure) {
        FunctionCounter.builder(
                        "tessera.packing." + name, packings, all -> figure.applyAsDouble(all.sinceStart(METRICS)))
                .description(what)
                .register(registry);
    }
}
