package cloud.tessera.ops.database;

/**
 * Where a database is and who logs in.
 *
 * @param url a JDBC address, {@code jdbc:postgresql://host:port/database}
 * @param user the login
 * @param password its password; never logged
 */
public record DatabaseAddress(String url, String user, String password) {
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
