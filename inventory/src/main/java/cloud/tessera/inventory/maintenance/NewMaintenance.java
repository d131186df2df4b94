package cloud.tessera.inventory.maintenance;

import cloud.tessera.quota.term.TimeWindow;

/**
 * A window to be planned.
 *
 * @param move whether what is in the way is brought away; otherwise it refuses the window
 * @param reason what is done, 1 to 200 characters; for people of the platform
 */
public record NewMaintenance(Scope scope, TimeWindow window, boolean move, String reason) {}
