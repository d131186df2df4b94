package cloud.tessera.inventory.engine;

import cloud.tessera.quota.term.Refusal;
import java.util.List;

/** What is to be started, checked. */
public final class Launch {
    private static final int LONGEST_NAME = 100;

    private Launch() {}

    /**
     * Refuses a name that is blank or longer than 100 characters as {@code invalid_name}, and an image that is not there as
     * {@code unknown_image}, with the names of those that are.
     */
    public static void check(EngineChoice engines, String name, String image) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Refusal.invalid("invalid_name", "A name has 1 to 100 characters.", "name")
                    .asException();
        }
        List<String> images = engines.images().stream().map(Image::name).toList();
        if (!images.contains(image)) {
            String there =
                    images.isEmpty() ? " There are no images." : " Known images: " + String.join(", ", images) + ".";
            throw Refusal.invalid("unknown_image", "There is no image " + image + "." + there, "image")
                    .asException();
        }
    }
}
