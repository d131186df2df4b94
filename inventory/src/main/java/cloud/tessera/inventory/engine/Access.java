package cloud.tessera.inventory.engine;

/**
 * How the owner of a running claim reaches it.
 *
 * @param address a URL
 * @param token sent as a bearer token; never logged
 */
public record Access(String address, String token) {
    @Override
    public String toString() {
        return address;
    }
}
