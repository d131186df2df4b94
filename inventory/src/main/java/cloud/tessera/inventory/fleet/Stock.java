package cloud.tessera.inventory.fleet;

/** How many cards of a model a pool has, and how many of them have failed. */
public record Stock(String site, String pool, String model, int devices, int failed) {}
