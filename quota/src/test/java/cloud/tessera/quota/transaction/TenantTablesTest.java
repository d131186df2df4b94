package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.ops.testing.TenantTables;
import cloud.tessera.quota.Ground;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantTablesTest {
    private final Ground ground = new Ground();

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void every_table_with_rows_of_organizations_keeps_them_apart_and_a_removed_rule_is_noticed() throws SQLException {
        assertThat(TenantTables.all(ground.database))
                .contains("quota.organization", "quota.project", "quota.claim", "quota.audit_entry", "quota.api_key");
        assertThat(TenantTables.unprotected(ground.database)).isEmpty();
        try (Connection owner = ground.owner();
                var statement = owner.createStatement()) {
            for (String sql : List.of(
                    "drop policy tenant on quota.project",
                    "alter policy tenant on quota.claim using (true)",
                    "alter table quota.audit_entry no force row level security",
                    "alter table quota.api_key disable row level security",
                    "create policy everybody on quota.member using (true)",
                    "create table quota.forgotten (organization_id uuid)")) {
                statement.execute(sql);
            }
        }
        assertThat(TenantTables.unprotected(ground.database))
                .containsExactly(
                        "quota.api_key",
                        "quota.audit_entry",
                        "quota.claim",
                        "quota.forgotten",
                        "quota.member",
                        "quota.project");
    }
}
