package cloud.tessera.quota.transaction;

/** The two roles behind the application's login. */
enum DatabaseRole {
    /** Sees the organizations that the transaction names. */
    TENANT("tessera_tenant"),
    /** Sees all. */
    PLATFORM("tessera_platform");

    private final String text;

    DatabaseRole(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
