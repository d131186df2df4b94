package cloud.tessera.quota;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Claims;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.tenant.Member;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Random;
import javax.sql.DataSource;

/** A fresh database with the facades of this module on it, a clock that tests move, and ids that repeat. */
public final class Ground implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    public static final Caller JOB = Caller.Job.named("test");

    public final TestDatabase database = TestDatabase.fresh();
    public final MovableClock clock = MovableClock.standingAt(START);
    public final IdSource ids = new IdSource(clock, new Random(1));
    public final HikariDataSource pool = pool(database.application());
    public final Transactions transactions = new Transactions(pool, clock, ids);
    public final Audit audit = new Audit(transactions);
    public final Limits limits = new Limits(transactions, audit);
    public final Claims claims = new Claims();
    public final Projects projects = new Projects(transactions, audit, limits);
    public final Organizations organizations = new Organizations(transactions, audit, projects, ids);
    public final People people = new People(transactions, audit);
    public final Members members = new Members(transactions, audit, people);

    /** An organization with its first project and an owner who has no password. */
    public record Tenant(Organization organization, Project project, Caller.Member owner) {
        public Caller.Member as(Role role) {
            return new Caller.Member(owner.person(), owner.of(), role, owner.session(), owner.request());
        }
    }

    public Tenant tenant(String slug) {
        Organization made = organizations.create(JOB, organization(slug)).orThrow();
        Member owner = members.add(JOB, made.id(), slug + "@example.org", "Owner of " + slug, Role.OWNER, null)
                .orThrow();
        var caller = new Caller.Member(
                owner.person(), made.id(), Role.OWNER, new SessionId(ids.next()), Caller.Request.of("test"));
        return new Tenant(made, projects.list(caller).getFirst(), caller);
    }

    public static NewOrganization organization(String slug) {
        return new NewOrganization(
                "The " + slug + " company",
                slug,
                Currency.getInstance("EUR"),
                ZoneId.of("Europe/Paris"),
                "FR",
                Terms.PREPAID);
    }

    /** A connection of the owner of the schemas, to look behind the rules. */
    public Connection owner() throws SQLException {
        DatabaseAddress address = database.owner();
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    /** A connection of the application outside of {@link Transactions}. */
    public Connection application() throws SQLException {
        return ((DataSource) pool).getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(address.url());
        pool.setUsername(address.user());
        pool.setPassword(address.password());
        pool.setMaximumPoolSize(70);
        pool.setMinimumIdle(0);
        return pool;
    }
}
