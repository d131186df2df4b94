package cloud.tessera.inventory.allocation;

import java.time.Instant;
import java.util.UUID;

/**
 * Another place that an on-demand allocation has from a moment on, because a reservation begins where it is.
 *
 * @param claim the allocation
 * @param place the id under which the tiles that it goes to are held
 * @param begins when those begin: before {@code at} where it may be moved while it runs
 * @param at when the tiles that it has now end
 */
public record Relocation(UUID claim, UUID place, Instant begins, Instant at) {}
