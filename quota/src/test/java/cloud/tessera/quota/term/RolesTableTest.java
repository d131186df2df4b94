package cloud.tessera.quota.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of roles in the documentation is the one that the code goes by. With {@code -Dtessera.roles.renew=true} it is
 * written anew.
 */
class RolesTableTest {
    private static final Path FILE = Path.of("roles.md");
    private static final String RENEW = "tessera.roles.renew";

    /** A column of the table. */
    private record Column(String name, Predicate<Permission> allows) {}

    @Test
    void the_documented_table_says_what_each_role_may_do() throws IOException {
        if (Boolean.getBoolean(RENEW)) {
            Files.writeString(FILE, page());
        }
        assertThat(Files.readString(FILE))
                .as("quota/roles.md; -D%s=true writes it anew", RENEW)
                .isEqualTo(page());
    }

    private static String page() {
        List<Column> columns = new ArrayList<>();
        Stream.of(Role.values())
                .map(role -> new Column(role.text(), role::allows))
                .forEach(columns::add);
        Stream.of(PlatformRole.values())
                .map(role -> new Column(role.text(), role::allows))
                .forEach(columns::add);
        String rows = Stream.of(Permission.values())
                .map(permission -> row(permission, columns))
                .collect(Collectors.joining("\n"));
        return """
                # What each role may do

                Made from the code by `RolesTableTest`, which fails where the two differ. The first four are roles of members and
                of API keys inside their organization; the last two are people of the platform, in all organizations.

                | may | what that is | %s |
                | --- | --- |%s
                %s
                """.formatted(
                        columns.stream().map(Column::name).collect(Collectors.joining(" | ")),
                        " --- |".repeat(columns.size()),
                        rows);
    }

    private static String row(Permission permission, List<Column> columns) {
        return "| `" + permission.name().toLowerCase(Locale.ROOT) + "` | " + permission.words() + " | "
                + columns.stream()
                        .map(column -> column.allows.test(permission) ? "yes" : "")
                        .collect(Collectors.joining(" | "))
                + " |";
    }
}
