package cloud.tessera.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.ops.testing.TenantTables;
import cloud.tessera.ops.testing.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Stands here because this is the first module that has the schemas of all three on its class path. */
class TenantTablesTest {
    @Test
    void every_table_of_every_schema_with_rows_of_organizations_keeps_them_apart() throws SQLException {
        TestDatabase database = TestDatabase.fresh();
        assertThat(TenantTables.all(database))
                .contains("quota.project", "billing.exposure_limit", "billing.invoice", "inventory.reservation");
        assertThat(TenantTables.unprotected(database)).isEmpty();
    }
}
