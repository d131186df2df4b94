package cloud.tessera.inventory.fleet;

import java.util.List;

/**
 * A host as an operator sees it.
 *
 * @param models the models of its cards
 * @param devices cards in it
 * @param failed how many of them have failed
 * @param draining how many of them take no new work
 */
public record HostView(Host host, List<String> models, int devices, int failed, int draining) {}
