package cloud.tessera.ops.bench;

import cloud.tessera.ops.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Organizations with a project and claims, in the product's table of quota claims and in a copy without policies. */
final class ManyTenants {
    static final String PROTECTED = "quota.claim";
    static final String COPY = "raw.claim";

    /** What a project holds at most within a day. */
    static final String READ = """
            select coalesce(sum(units), 0) from %s
             where organization_id = ?::uuid and project_id = ?::uuid and workload = 'training'
               and ends > ?::timestamptz and begins < ?::timestamptz""";

    /** One claim more. */
    static final String WRITE = """
            insert into %s (claim_id, organization_id, project_id, workload, family, units, during)
            select ?::uuid, ?::uuid, ?::uuid, 'training', 'bench', 1,
                   tstzrange(?::timestamptz, ?::timestamptz) returning units""";

    private static final int DAYS = 180;

    private static final String FILLED = """
            insert into quota.organization
              select id, 'Organization ' || n, 'organization-' || n, id, 'UTC', 'EUR', 'FR', 'prepaid', 'active', true,
                     md5('holder ' || n)::uuid, timestamptz '2026-01-01 00:00Z'
                from (select md5('organization ' || n)::uuid as id, n from generate_series(1, %1$d) n) made;
            insert into quota.project (id, organization_id, name, created_at)
              select md5('project of ' || id)::uuid, id, 'default', created_at from quota.organization;
            insert into quota.claim (claim_id, organization_id, project_id, workload, family, units, during)
              select md5('claim ' || n || ' of ' || p.id)::uuid, p.organization_id, p.id, 'training', 'bench', 126000,
                     tstzrange(t, t + interval '4 hours')
                from quota.project p, generate_series(1, %2$d) n,
                     lateral (select timestamptz '2026-01-01 00:00Z'
                                + ((n * 7919 + hashtext(p.id::text) %% 4320 + 4320) %% 4320) * interval '1 hour' as t) at;
            create schema raw;
            create table raw.claim (like quota.claim including all);
            alter table raw.claim add foreign key (organization_id, project_id)
              references quota.project (organization_id, id);
            insert into raw.claim (claim_id, organization_id, project_id, workload, family, units, during)
              select claim_id, organization_id, project_id, workload, family, units, during from quota.claim;
            grant usage on schema raw to tessera_app;
            grant select, insert on raw.claim to tessera_app;
            """;

    private final List<Tenant> tenants = new ArrayList<>();

    /** An organization and its project. */
    record Tenant(UUID organization, UUID project) {}

    ManyTenants(DatabaseAddress owner, int organizations, int claims) throws SQLException {
        try (Connection connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var sql = connection.createStatement()) {
            sql.execute(FILLED.formatted(organizations, claims));
            sql.execute("vacuum analyze quota.claim, raw.claim, quota.project");
            try (var rows = sql.executeQuery("select organization_id, id from quota.project")) {
                while (rows.next()) {
                    tenants.add(new Tenant(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
                }
            }
        }
    }

    Tenant at(int number) {
        return tenants.get(number % tenants.size());
    }

    Tenant any() {
        return at(ThreadLocalRandom.current().nextInt(tenants.size()));
    }

    /** What {@link #READ} is about: a tenant and some day. */
    Object[] toRead(Tenant tenant) {
        LocalDate day =
                LocalDate.of(2026, 1, 1).plusDays(ThreadLocalRandom.current().nextInt(DAYS));
        return new Object[] {
            tenant.organization().toString(), tenant.project().toString(), day + "T00:00Z", day.plusDays(1) + "T00:00Z"
        };
    }

    /** What {@link #WRITE} is about: a new claim of a tenant on some day. */
    Object[] toWrite(Tenant tenant) {
        Object[] read = toRead(tenant);
        return new Object[] {UUID.randomUUID().toString(), read[0], read[1], read[2], read[3]};
    }
}
