package cloud.tessera.ops.codegen;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.database.EmbeddedDatabase;
import cloud.tessera.ops.database.Schemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.OnError;
import org.jooq.meta.jaxb.Target;

/**
 * {@code GenerateTables <schema> <root of the project> <target directory>}: starts a PostgreSQL, migrates the schema
 * and those to its left, and writes classes for its tables. Skipped when the migrations are the same as the last time.
 */
public final class GenerateTables {
    /** Part of the fingerprint: raise it when the settings below change. */
    private static final String SETTINGS = "3";

    private static final String BINDINGS = "org.jooq.postgres.extensions.bindings.";
    private static final String TYPES = "org.jooq.postgres.extensions.types.";

    private GenerateTables() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        String schema = args[0];
        Path root = Path.of(args[1]);
        Path target = Path.of(args[2]);
        List<String> schemas = Schemas.IN_ORDER.subList(0, Schemas.IN_ORDER.indexOf(schema) + 1);

        String fingerprint = fingerprint(root, schemas);
        Path stamp = target.resolve("migrations.sha256");
        if (Files.exists(stamp) && Files.readString(stamp).equals(fingerprint)) {
            return;
        }
        Files.createDirectories(target);
        try (var database = EmbeddedDatabase.temporary(target.resolve("../../embedded-postgres"))) {
            for (String each : schemas) {
                Schemas.migrate(database.owner(), each, "filesystem:" + migrations(root, each));
            }
            generate(database.owner(), schema, target);
        }
        Files.writeString(stamp, fingerprint);
    }

    private static void generate(DatabaseAddress address, String schema, Path target) throws Exception {
        GenerationTool.generate(new Configuration()
                .withLogging(Logging.WARN)
                .withOnUnused(OnError.SILENT)
                .withJdbc(new Jdbc()
                        .withDriver("org.postgresql.Driver")
                        .withUrl(address.url())
                        .withUser(address.user())
                        .withPassword(address.password()))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withInputSchema(schema)
                                .withIncludes(".*")
                                // Partitions are read and written through their parent.
                                .withExcludes("flyway_schema_history|.*_p\\d+|reading_rest|protect")
                                .withForcedTypes(
                                        range("int4range", "IntegerRange"), range("tstzrange", "OffsetDateTimeRange")))
                        .withGenerate(new Generate()
                                .withRecords(true)
                                .withPojos(false)
                                .withJavaTimeTypes(true))
                        .withTarget(new Target()
                                .withPackageName("cloud.tessera." + schema + ".tables")
                                .withDirectory(target.toString()))));
    }

    private static ForcedType range(String postgresType, String javaType) {
        return new ForcedType()
                .withUserType(TYPES + javaType)
                .withBinding(BINDINGS + javaType + "Binding")
                .withIncludeTypes(postgresType)
                .withPriority(0);
    }

    private static Path migrations(Path root, String schema) {
        return root.resolve(schema).resolve("src/main/resources/db").resolve(schema);
    }

    private static String fingerprint(Path root, List<String> schemas) throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(SETTINGS.getBytes(StandardCharsets.UTF_8));
        for (String schema : schemas) {
            List<Path> files = new ArrayList<>();
            try (Stream<Path> found = Files.list(migrations(root, schema))) {
                found.sorted().forEach(files::add);
            }
            for (Path file : files) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
