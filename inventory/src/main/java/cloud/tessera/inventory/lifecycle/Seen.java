package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.engine.Observation;

/** What came of going to the engine for a claim. */
sealed interface Seen {
    /** There was no need to: time alone decides. */
    record Nothing() implements Seen {}

    record Observed(Observation observation) implements Seen {}

    /** The work has been stopped. */
    record Stopped() implements Seen {}

    /** The engine did not answer. */
    record Unreachable() implements Seen {}
}
