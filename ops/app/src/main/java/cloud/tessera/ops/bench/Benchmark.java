package cloud.tessera.ops.bench;

import java.util.function.Consumer;

/** Something that is measured. */
interface Benchmark {
    /**
     * Measures it.
     *
     * @param options what the command was called with after the name
     * @param log takes a line for people on what is being done
     * @return the figures, to be written as JSON
     */
    Object measure(Options options, Consumer<String> log);
}
