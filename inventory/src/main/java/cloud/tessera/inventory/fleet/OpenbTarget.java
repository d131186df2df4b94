package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.term.Country;
import cloud.tessera.quota.term.Refusal;
import java.util.regex.Pattern;

/**
 * Where the hosts of an openb node list go: one site and one pool, which the import makes where they do not exist. The
 * list names neither.
 *
 * @param site code of the site
 * @param siteName its name, 1 to 100 characters
 * @param jurisdiction ISO 3166-1 code of a country
 * @param pool code of the pool
 * @param privateCards false for a VM-isolated pool whose cards several organizations share, as in openb; true for
 *     sandboxed containers and cards that belong to one organization at a time
 */
public record OpenbTarget(String site, String siteName, String jurisdiction, String pool, boolean privateCards) {
    private static final Pattern NAME = Pattern.compile("(?!\\s)[^\\p{Cntrl}]{1,100}");

    /** A site {@code openb} with one pool {@code openb}. */
    public static OpenbTarget usual(boolean privateCards) {
        return new OpenbTarget("openb", "openb", "CN", "openb", privateCards);
    }

    /** Refused as {@code fleet_import_invalid}, with the field, where a fleet file could not say it either. */
    void check() {
        require(
                FleetYaml.SITE,
                site,
                "site",
                "a code of lower-case letters, digits and hyphens, at most 31 characters");
        require(NAME, siteName, "site_name", "a name of 1 to 100 characters");
        require(Country.CODE, jurisdiction, "jurisdiction", "a country by ISO 3166-1, such as FR");
        require(
                FleetYaml.CODE_FORM,
                pool,
                "pool",
                "a code of lower-case letters, digits and hyphens, at most 63 characters");
    }

    private static void require(Pattern form, String value, String field, String what) {
        if (!form.matcher(value).matches()) {
            throw Refusal.invalid(FleetYaml.CODE, field + " must be " + what + ".", field)
                    .asException();
        }
    }
}
