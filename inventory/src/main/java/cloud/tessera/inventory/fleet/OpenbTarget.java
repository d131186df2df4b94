package cloud.tessera.inventory.fleet;

/**
 * Where the hosts of an openb node list go: one site and one pool, which the import makes where they do not exist. The
 * list names neither.
 *
 * @param site code of the site
 * @param siteName its name
 * @param jurisdiction ISO 3166-1 code of a country
 * @param pool code of the pool
 * @param privateCards false for a VM-isolated pool whose cards several organizations share, as in openb; true for
 *     sandboxed containers and cards that belong to one organization at a time
 */
public record OpenbTarget(String site, String siteName, String jurisdiction, String pool, boolean privateCards) {
    /** A site {@code openb} with one pool {@code openb}. */
    public static OpenbTarget usual(boolean privateCards) {
        return new OpenbTarget("openb", "openb", "CN", "openb", privateCards);
    }
}
