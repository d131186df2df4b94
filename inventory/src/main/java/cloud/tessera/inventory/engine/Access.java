package cloud.tessera.inventory.engine;

import java.net.URI;

/**
 * How the owner of a running claim reaches it.
 *
 * @param address a URL
 * @param token sent as a bearer token; never logged
 */
public record Access(String address, String token) {
    /** A top-level domain that no name server knows (RFC 2606). */
    private static final String NOWHERE = ".invalid";

    /** Whether the address stands for work that only pretends to run: nothing answers there. */
    public boolean simulated() {
        String host = URI.create(address).getHost();
        return host != null && host.endsWith(NOWHERE);
    }

    @Override
    public String toString() {
        return address;
    }
}
