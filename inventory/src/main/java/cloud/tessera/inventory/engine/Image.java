package cloud.tessera.inventory.engine;

/**
 * Something that can be started.
 *
 * @param name what callers name it by
 * @param description what it does, in one sentence
 */
public record Image(String name, String description) {}
