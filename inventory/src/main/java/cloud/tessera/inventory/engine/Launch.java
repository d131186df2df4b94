package cloud.tessera.inventory.engine;

import cloud.tessera.quota.term.Refusal;

/** What is to be started, checked. */
public final class Launch {
    private static final int LONGEST_NAME = 100;

    private Launch() {}

    /** Refuses a name that is blank or longer than 100 characters, and an image that is not there. */
    public static void check(EngineChoice engines, String name, String image) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw Refusal.invalid("invalid_name", "A name has 1 to 100 characters.", "name")
                    .asException();
        }
        if (engines.images().stream().noneMatch(each -> each.name().equals(image))) {
            throw Refusal.invalid("unknown_image", "There is no image " + image + ".", "image")
                    .asException();
        }
    }
}
