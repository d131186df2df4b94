package cloud.tessera.ops.trace;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that commands are given; what is wrong with one is said in one sentence, with its line. */
public final class Inputs {
    private Inputs() {}

    public static byte[] bytes(String what, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new StartUpProblem(Kind.INPUT, "The " + what + " " + path + " does not exist.", e);
        } catch (IOException e) {
            throw new StartUpProblem(Kind.INPUT, "The " + what + " " + path + " cannot be read.", e);
        }
    }

    public static StartUpProblem refused(String sentence) {
        return new StartUpProblem(Kind.INPUT, sentence);
    }

    public static StartUpProblem refused(String file, long line, String reason) {
        return refused(file + ", line " + line + ": " + reason);
    }

    public static StartUpProblem usage(String sentence) {
        return new StartUpProblem(Kind.USAGE, sentence);
    }
}
