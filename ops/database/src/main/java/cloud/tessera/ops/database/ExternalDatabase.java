package cloud.tessera.ops.database;

import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL that someone else runs, named by {@code TESSERA_DATABASE_URL}, {@code _USER}, {@code _PASSWORD} and, for
 * migrations, {@code TESSERA_MIGRATION_USER}, {@code _PASSWORD}. It must be version 18 or newer and have the roles of
 * {@code db/roles.sql}; the application's login must be bound by row-level security.
 *
 * @param application the application's login
 * @param owner the login that owns the schemas and migrates them
 */
public record ExternalDatabase(DatabaseAddress application, DatabaseAddress owner) {
    private static final int OLDEST = 18;

    /** The one that the environment names; empty where it names none, refused where it names one by half. */
    public static Optional<ExternalDatabase> of(Map<String, String> environment) {
        String url = environment.getOrDefault("TESSERA_DATABASE_URL", "");
        if (url.isBlank()) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    "TESSERA_DATABASE_URL must look like jdbc:postgresql://host:5432/database; it is " + url + ".");
        }
        return Optional.of(new ExternalDatabase(
                login(environment, url, "TESSERA_DATABASE"), login(environment, url, "TESSERA_MIGRATION")));
    }

    private static DatabaseAddress login(Map<String, String> environment, String url, String prefix) {
        return new DatabaseAddress(
                url, required(environment, prefix + "_USER"), required(environment, prefix + "_PASSWORD"));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION, "TESSERA_DATABASE_URL is set, so " + name + " must be set too.");
        }
        return value;
    }

    /** Refuses, in one sentence, a server that does not answer, is too old or is not prepared. */
    public void check() {
        try (Connection c = connect(application)) {
            requireVersion(c);
            requireRoles(c);
        } catch (SQLException e) {
            throw unreachable(application, e);
        }
        try (Connection c = connect(owner)) {
            requireVersion(c);
        } catch (SQLException e) {
            throw unreachable(owner, e);
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static StartUpProblem unreachable(DatabaseAddress address, SQLException e) {
        return new StartUpProblem(
                Kind.UNAVAILABLE,
                "The database cannot be reached as " + address + ": "
                        + String.valueOf(e.getMessage()).replaceAll("\\s+", " "),
                e);
    }

    private static void requireVersion(Connection c) throws SQLException {
        requireVersion(
                c.getMetaData().getDatabaseMajorVersion(), c.getMetaData().getURL());
    }

    static void requireVersion(int found, String url) {
        if (found < OLDEST) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    "PostgreSQL " + OLDEST + " or newer is needed, and the server at " + url + " is version " + found
                            + ".");
        }
    }

    private void requireRoles(Connection c) throws SQLException {
        for (String role : new String[] {"tessera_tenant", "tessera_platform"}) {
            if (!answer(c, """
                    select exists (select from pg_roles where rolname = ?)
                       and exists (select from pg_auth_members m join pg_roles r on r.oid = m.roleid
                           join pg_roles u on u.oid = m.member
                           where r.rolname = ? and u.rolname = current_user and m.set_option)
                    """, role, role)) {
                throw new StartUpProblem(
                        Kind.CONFIGURATION,
                        "The role " + role + " is missing or " + application.user()
                                + " may not become it; a superuser of the database must run"
                                + " ops/database/src/main/resources/db/roles.sql first.");
            }
        }
        if (answer(c, "select rolsuper or rolbypassrls or rolinherit from pg_roles where rolname = current_user")) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    "The login " + application.user() + " is not bound by row-level security; it must be NOSUPERUSER,"
                            + " NOBYPASSRLS and NOINHERIT, as in ops/database/src/main/resources/db/roles.sql.");
        }
    }

    private static boolean answer(Connection c, String question, String... arguments) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(question)) {
            for (int i = 0; i < arguments.length; i++) {
                s.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = s.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
