package cloud.tessera.ops.database;

import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * The schemas of the platform, one per domain module, in the order in which they build on one another. Each module
 * ships its migrations under {@code db/<schema>}; a migration that has landed is never edited.
 */
public final class Schemas {
    /** Left to right: a schema refers only to those before it. */
    public static final List<String> IN_ORDER = List.of("quota", "billing", "inventory");

    private Schemas() {}

    /** Migrates every schema, as the owner. Does nothing where nothing is new; refuses what a newer version has made. */
    public static void migrate(DatabaseAddress owner) {
        for (String schema : IN_ORDER) {
            Flyway flyway =
                    configuration(owner, schema, "classpath:db/" + schema).load();
            refuseNewer(flyway.info(), schema);
            migrate(flyway, schema);
        }
    }

    private static void migrate(Flyway flyway, String schema) {
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    "The database does not fit this version of Tessera: its schema " + schema
                            + " was made by migrations that read otherwise here; use the version that made it, or a new"
                            + " data directory.",
                    e);
        }
    }

    private static void refuseNewer(MigrationInfoService info, String schema) {
        for (MigrationInfo each : info.applied()) {
            if (each.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StartUpProblem(
                        Kind.CONFIGURATION,
                        "The database was made by a newer version of Tessera (its schema " + schema + " is at "
                                + each.getVersion() + "); run that version or a later one.");
            }
        }
    }

    /**
     * Migrates one schema from where its scripts lie.
     *
     * @param location a Flyway location, {@code classpath:...} or {@code filesystem:...}
     */
    public static void migrate(DatabaseAddress owner, String schema, String location) {
        configuration(owner, schema, location).load().migrate();
    }

    /** Throws every schema away with all that is in it, as the owner. */
    public static void drop(DatabaseAddress owner) {
        for (String schema : IN_ORDER.reversed()) {
            configuration(owner, schema, "classpath:db/" + schema)
                    .cleanDisabled(false)
                    .load()
                    .clean();
        }
    }

    private static FluentConfiguration configuration(DatabaseAddress owner, String schema, String location) {
        return Flyway.configure(Schemas.class.getClassLoader())
                .dataSource(owner.url(), owner.user(), owner.password())
                .schemas(schema)
                .defaultSchema(schema)
                .locations(location)
                .failOnMissingLocations(true)
                // A database that a newer version has migrated must not be touched by an older one.
                .ignoreMigrationPatterns(new String[0])
                .validateOnMigrate(true);
    }
}
