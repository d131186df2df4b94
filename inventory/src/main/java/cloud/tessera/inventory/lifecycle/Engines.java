package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Run;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes to engines, outside transactions, and survives what they throw. */
final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

    private final EngineChoice choice;

    Engines(EngineChoice choice) {
        this.choice = choice;
    }

    EngineChoice choice() {
        return choice;
    }

    /** Has the work started, or finds that it is, and looks how it is. */
    Seen start(Run run) {
        return ask(run, engine -> {
            engine.prepare(run.task());
            engine.start(run.task());
            return new Seen.Observed(engine.observe(run.task()));
        });
    }

    Seen observe(Run run) {
        return ask(run, engine -> new Seen.Observed(engine.observe(run.task())));
    }

    Seen stop(Run run) {
        return ask(run, engine -> {
            engine.stop(run.task());
            return new Seen.Stopped();
        });
    }

    private Seen ask(Run run, Function<Engine, Seen> question) {
        try {
            return question.apply(choice.named(run.engine()));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The engine {} did not answer for claim {}: {}",
                    run.engine(),
                    run.task().claim(),
                    e.toString());
            return new Seen.Unreachable();
        }
    }
}
