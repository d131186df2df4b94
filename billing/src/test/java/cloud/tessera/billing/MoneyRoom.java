package cloud.tessera.billing;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.BlockChanges;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Drafting;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.invoicing.Issuing;
import cloud.tessera.billing.invoicing.SellerSource;
import cloud.tessera.billing.invoicing.Usage;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.ledger.LedgerView;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.metering.Metering;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.metering.Taken;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.KnownSkus;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All of billing on a database of its own and a clock that the test moves. */
public final class MoneyRoom implements AutoCloseable {
    public static final String SKU = "l40s/card";
    public static final String BLOCK_SKU = "h100/card";

    public final Caller job = Caller.Job.named("test");
    public final MovableClock clock;
    public final IdSource ids;
    public final Transactions transactions;
    public final Organizations organizations;
    public final Projects projects;
    public final PriceBook prices;
    public final Quotes quotes;
    public final Ledger ledger = new Ledger();
    public final LedgerView ledgerView;
    public final Exposure exposure;
    public final Credits credits;
    public final Blocks blocks;
    public final BlockChanges changes;
    public final Metering metering;
    public final Invoices invoices;
    public final Usage usage;
    private final TestDatabase database = TestDatabase.fresh();
    private final HikariDataSource pool;
    private int organizationsMade;

    public MoneyRoom(String now) {
        clock = MovableClock.standingAt(Instant.parse(now));
        ids = new IdSource(clock, new Random(42));
        pool = pool(database.application());
        transactions = new Transactions(pool, clock, ids);
        Audit audit = new Audit(transactions);
        projects = new Projects(transactions, audit, new Limits(transactions, audit));
        organizations = new Organizations(transactions, audit, projects, ids);
        prices = new PriceBook(transactions, audit, new Sold());
        quotes = new Quotes(transactions, prices, organizations, projects);
        HourlyUse use = new HourlyUse();
        exposure = new Exposure(transactions, organizations, ledger, prices, use, audit);
        credits = new Credits(transactions, organizations, exposure, ledger, audit);
        blocks = new Blocks(transactions, organizations, quotes, exposure, credits, ledger);
        changes = new BlockChanges(organizations, blocks, credits, ledger);
        metering = new Metering(transactions, organizations);
        Drafting drafting = new Drafting(prices, quotes, use, blocks, credits, projects);
        Issuing issuing = new Issuing(
                transactions,
                organizations,
                drafting,
                use,
                blocks,
                credits,
                exposure,
                ledger,
                audit,
                new SellerSource());
        invoices = new Invoices(transactions, organizations, issuing, drafting, ledger, audit);
        usage = new Usage(transactions, organizations, prices, use, blocks);
        ledgerView = new LedgerView(transactions, organizations);
    }

    /** Nothing is sold under a name with "typo" in it, and all else at two sites. */
    private static final class Sold implements KnownSkus {
        @Override
        public Map<String, String> unknown(Caller operator, Set<String> skus) {
            return skus.stream()
                    .filter(sku -> sku.contains("typo"))
                    .collect(Collectors.toMap(Function.identity(), sku -> "nothing is sold as " + sku));
        }

        @Override
        public Set<String> sites(Caller operator) {
            return Set.of("par1", "fra1");
        }
    }

    public Organization organization(String currency, String zone, Terms terms) {
        int number = ++organizationsMade;
        var wanted = new NewOrganization(
                "Organization " + number,
                "org-" + number,
                Currency.getInstance(currency),
                ZoneId.of(zone),
                "DE",
                terms);
        return organizations.create(job, wanted).orThrow();
    }

    public ProjectId project(Organization organization) {
        return projects.list(job, organization.id()).getFirst().id();
    }

    public Caller member(Organization organization, Role role) {
        return new Caller.Member(
                new PersonId(ids.next()),
                organization.id(),
                role,
                new SessionId(ids.next()),
                Caller.Request.of("test"));
    }

    public void price(String sku, Workload workload, String currency, String from, String rate) {
        var price = new NewPrice(
                sku,
                workload,
                "*",
                Currency.getInstance(currency),
                Instant.parse(from),
                null,
                new BigDecimal(rate),
                "example");
        prices.load(job, List.of(price)).orThrow();
    }

    public Reading reading(Organization organization, UUID claim, String at, int seconds) {
        return reading(organization, claim, Instant.parse(at), seconds);
    }

    public Reading reading(Organization organization, UUID claim, Instant at, int seconds) {
        return new Reading(
                claim,
                at,
                0,
                organization.id(),
                project(organization),
                SKU,
                Workload.INFERENCE,
                "fra1",
                1,
                seconds,
                "test");
    }

    public Taken take(Reading... readings) {
        return metering.take(job, List.of(readings));
    }

    /** Quotes, commits and charges a block of 2 cards. */
    public UUID block(Organization organization, String from, String until) {
        UUID claim = ids.next();
        inTransaction(tx -> {
            Quote quote = quotes.make(
                    tx,
                    project(organization),
                    BLOCK_SKU,
                    Workload.TRAINING,
                    "fra1",
                    2,
                    new TimeWindow(Instant.parse(from), Instant.parse(until)),
                    Duration.ofMinutes(10));
            exposure.commit(tx, claim, organization.id(), quote.amount());
            blocks.charge(tx, claim, quote.id());
        });
        return claim;
    }

    public void limit(Organization organization, String major) {
        exposure.setLimit(job, organization.id(), Money.of(new BigDecimal(major), organization.currency()))
                .orThrow();
    }

    public void inTransaction(Consumer<Tx> work) {
        transactions.run(job, tx -> {
            work.accept(tx);
            return true;
        });
    }

    public void at(String now) {
        clock.moveTo(Instant.parse(now));
    }

    /** A look behind the rules: one number, as the owner of the tables. */
    public long count(String sql) throws SQLException {
        DatabaseAddress owner = database.owner();
        try (var connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** From now on whatever writes a row of a customer into a table of billing fails, as a fault in its data would. */
    public void spoil(String table, String column, OrganizationId customer) throws SQLException {
        DatabaseAddress owner = database.owner();
        try (var connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var statement = connection.createStatement()) {
            statement.execute("""
                    create or replace function billing.spoilt() returns trigger language plpgsql as $$
                    begin raise exception 'spoilt'; end $$
                    """);
            statement.execute("create trigger spoilt before insert or update on billing." + table
                    + " for each row when (new." + column + " = '" + customer.value()
                    + "') execute function billing.spoilt()");
        }
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        var config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(12);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        pool.close();
    }
}
