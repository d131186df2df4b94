package cloud.tessera.api.capacity;

import cloud.tessera.inventory.engine.Image;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Something that a reservation or an allocation can start.
 *
 * @param name to be given as {@code image}
 * @param description what it does, in one sentence
 */
@Serdeable
@Schema(name = "Image")
record ImageResource(String name, String description) {
    static ImageResource of(Image image) {
        return new ImageResource(image.name(), image.description());
    }
}
