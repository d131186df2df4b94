package cloud.tessera.api.request;

/** A resource that changes; its version is its entity tag. */
public interface Versioned {
    /** Rises with each change. */
    int version();
}
