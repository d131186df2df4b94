/** The fleet, for the platform: sites, hosts, devices and the tiles of a card. */
@NullMarked
package cloud.tessera.api.fleet;

import org.jspecify.annotations.NullMarked;
