package cloud.tessera.ops.testing;

import cloud.tessera.ops.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for tables that hold rows of organizations and do not keep them apart. Every table with a column
 * {@code organization_id} or {@code payer_id}, and the organizations themselves, must force row-level security on all,
 * its owner too, with one policy for tenants that compares such a column with the organizations that the transaction
 * names, one for the platform and one for the owner. Partitions are reached through their parent and not by themselves.
 */
public final class TenantTables {
    private static final String TABLES = """
            select format('%I.%I', n.nspname, c.relname) as name,
                   c.relrowsecurity as secured,
                   c.relforcerowsecurity as forced,
                   a.attname as tenant_column,
                   (select string_agg(p.polname || '=' || p.polroles::regrole[]::text, ' ' order by p.polname)
                      from pg_policy p where p.polrelid = c.oid) as policies,
                   (select pg_get_expr(p.polqual, p.polrelid)
                      from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as readable,
                   (select pg_get_expr(p.polwithcheck, p.polrelid)
                      from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as writable,
                   c.relispartition as partition,
                   has_table_privilege('tessera_tenant', c.oid, 'select, insert, update, delete')
                     or has_table_privilege('tessera_platform', c.oid, 'select, insert, update, delete') as reached
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
               and (a.attname in ('organization_id', 'payer_id')
                    or a.attname = 'id' and c.oid = 'quota.organization'::regclass)
             where n.nspname in ('quota', 'billing', 'inventory') and c.relkind in ('r', 'p')
             order by name, a.attname = 'payer_id'
            """;
    private static final String POLICIES = "owner={tessera_owner} platform={tessera_platform} tenant={tessera_tenant}";

    /** One table as it stands in the catalogue. */
    private record Table(
            String name,
            boolean secured,
            boolean forced,
            String policies,
            String readable,
            String writable,
            boolean partition,
            boolean reached,
            List<String> columns) {
        boolean keepsTenantsApart() {
            if (partition) {
                return !reached;
            }
            return secured
                    && forced
                    && policies.equals(POLICIES)
                    && columns.stream().anyMatch(column -> compares(readable, column) && compares(writable, column));
        }

        private static boolean compares(String condition, String column) {
            return condition.contains("(" + column + " = ANY") && condition.contains("app.organizations");
        }
    }

    private TenantTables() {}

    /** The names of all tables that hold rows of organizations, partitions among them. */
    public static List<String> all(TestDatabase database) throws SQLException {
        return tables(database).stream().map(Table::name).toList();
    }

    /** The names of those that do not keep them apart; empty is good. */
    public static List<String> unprotected(TestDatabase database) throws SQLException {
        return tables(database).stream()
                .filter(table -> !table.keepsTenantsApart())
                .map(Table::name)
                .toList();
    }

    private static List<Table> tables(TestDatabase database) throws SQLException {
        DatabaseAddress address = database.owner();
        List<Table> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                String name = row.getString("name");
                if (!tables.isEmpty() && tables.getLast().name().equals(name)) {
                    tables.getLast().columns().add(row.getString("tenant_column"));
                    continue;
                }
                tables.add(new Table(
                        name,
                        row.getBoolean("secured"),
                        row.getBoolean("forced"),
                        String.valueOf(row.getString("policies")),
                        String.valueOf(row.getString("readable")),
                        String.valueOf(row.getString("writable")),
                        row.getBoolean("partition"),
                        row.getBoolean("reached"),
                        new ArrayList<>(List.of(row.getString("tenant_column")))));
            }
        }
        return tables;
    }
}
