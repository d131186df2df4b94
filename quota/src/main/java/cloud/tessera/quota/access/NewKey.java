package cloud.tessera.quota.access;

/** A key that was just made; the secret is shown this once and not stored. */
public record NewKey(ApiKey key, String secret) {}
