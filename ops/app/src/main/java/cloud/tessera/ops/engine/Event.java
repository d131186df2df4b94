package cloud.tessera.ops.engine;

import java.time.Instant;

/** Something that happened to a run, by the platform's clock. */
record Event(Kind kind, Instant at) {
    enum Kind {
        /** The engine was told to start it. */
        STARTED,
        /** It is ready for use from here on. */
        READY,
        /** It is not ready any more, and may be again. */
        DOWN,
        /** The engine was told to stop it; nothing follows. */
        STOPPED
    }
}
