package cloud.tessera.ops.bench;

import java.util.function.Consumer;

/** Something that is measured. */
interface Benchmark {
    /**
     * Measures it.
     *
     * @param log takes a line for people on what is being done
     * @return the figures, to be written as JSON
     */
    Object measure(Consumer<String> log);
}
