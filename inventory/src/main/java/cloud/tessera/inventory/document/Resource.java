package cloud.tessera.inventory.document;

import java.io.IOException;
import java.io.InputStream;

/** A file of the build. */
public final class Resource {
    private Resource() {}

    /** The content of {@code /catalogue/...} and the like; that it is missing is a bug of the build. */
    public static byte[] content(String path) {
        try (InputStream in = Resource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Missing in this build: " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot be read: " + path, e);
        }
    }
}
