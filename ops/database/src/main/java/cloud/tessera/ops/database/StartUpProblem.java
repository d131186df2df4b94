package cloud.tessera.ops.database;

/**
 * Why the platform does not start, as one sentence for the person at the terminal, with the exit code that scripts see.
 * The codes are those of sysexits(3).
 */
public final class StartUpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of problem and their exit codes. */
    public enum Kind {
        /** The command line is wrong. */
        USAGE(64),
        /** The data are not what they should be. */
        DATA(65),
        /** An input does not exist or cannot be read. */
        INPUT(66),
        /** Something that is needed does not answer, or a port is taken. */
        UNAVAILABLE(69),
        /** A defect of ours. */
        SOFTWARE(70),
        /** Someone else holds it now; trying again later may help. */
        BUSY(75),
        /** The right to read or write is missing. */
        PERMISSION(77),
        /** What is installed or configured does not fit. */
        CONFIGURATION(78);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    public StartUpProblem(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    public StartUpProblem(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The message, which is never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
