package cloud.tessera.ops.bench;

import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Opened;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Transactions;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What it costs that the database keeps tenants apart: the same reads and writes of quota claims, each in a transaction of
 * its own, on the product's table and on a copy without row-level security, in turns.
 */
final class RlsBenchmark implements Benchmark {
    private static final int ROUNDS = 3;

    /**
     * The figures; each is transactions in a second with the policies divided by those without.
     *
     * @param readRatio as the product does it: role and organization are set in each transaction
     * @param writeRatio the same
     * @param readPlainRatio with role and organization set once for a connection, so that the policy alone is measured
     * @param writePlainRatio the same
     * @param readsPerS of the product's way
     * @param writesPerS of the product's way
     */
    record Figures(
            @JsonProperty("read_ratio") BigDecimal readRatio,
            @JsonProperty("write_ratio") BigDecimal writeRatio,
            @JsonProperty("read_plain_ratio") BigDecimal readPlainRatio,
            @JsonProperty("write_plain_ratio") BigDecimal writePlainRatio,
            @JsonProperty("reads_per_s") BigDecimal readsPerS,
            @JsonProperty("writes_per_s") BigDecimal writesPerS) {}

    @Override
    public Object measure(Options options, Consumer<String> log) {
        int clients = options.number("clients", 8, 1, 64);
        int seconds = options.number("seconds", 3, 1, 60);
        int organizations = options.number("organizations", 500, 8, 10_000);
        int claims = options.number("claims", 200, 1, 10_000);
        options.requireNoOther();
        try {
            Path data = Files.createTempDirectory("tessera-bench");
            try (var opened = Opened.untilTheProcessEnds()) {
                Installation installation = Installation.open(data, Map.of(), opened);
                log.accept("Writing " + organizations + " organizations with " + claims + " claims each ...");
                var tenants = new ManyTenants(installation.owner(), organizations, claims);
                return measure(installation, tenants, clients, seconds, log);
            } finally {
                ProductBenchmark.delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("The measurement failed", e);
        }
    }

    /** A statement with a place for its table, and what it is about. */
    private record Deed(String name, String statement, Function<ManyTenants.Tenant, Object[]> values) {}

    /** How many transactions each way did in a second. */
    private record Rates(double product, double plain, double bare) {
        Rates plus(Rates more) {
            return new Rates(product + more.product, plain + more.plain, bare + more.bare);
        }
    }

    private static Figures measure(
            Installation installation, ManyTenants tenants, int clients, int seconds, Consumer<String> log)
            throws SQLException {
        try (HikariDataSource pool = installation.anotherProcess(clients);
                var crowd = new Crowd(clients)) {
            var transactions = new Transactions(pool, installation.clock(), installation.ids());
            var ways = new Ways(pool, transactions, tenants, crowd, seconds, log);
            // All reads first, for each way must find the same rows.
            Rates reads = ways.rounds(new Deed("Reads", ManyTenants.READ, tenants::toRead));
            Rates writes = ways.rounds(new Deed("Writes", ManyTenants.WRITE, tenants::toWrite));
            return new Figures(
                    rounded(reads.product / reads.bare, 2),
                    rounded(writes.product / writes.bare, 2),
                    rounded(reads.plain / reads.bare, 2),
                    rounded(writes.plain / writes.bare, 2),
                    rounded(reads.product / ROUNDS, 0),
                    rounded(writes.product / ROUNDS, 0));
        }
    }

    /** The three ways, in turns. */
    private record Ways(
            HikariDataSource pool,
            Transactions transactions,
            ManyTenants tenants,
            Crowd crowd,
            int seconds,
            Consumer<String> log) {
        /** All rounds together; one more before them warms up. */
        Rates rounds(Deed deed) throws SQLException {
            Rates all = new Rates(0, 0, 0);
            for (int round = 0; round <= ROUNDS; round++) {
                Rates one = rates(deed);
                log.accept(deed.name + ": " + told(one));
                all = round == 0 ? all : all.plus(one);
            }
            return all;
        }

        private Rates rates(Deed deed) throws SQLException {
            double product = crowd.perSecond(seconds, _ -> () -> {
                ManyTenants.Tenant tenant = tenants.any();
                Caller caller = caller(tenant);
                transactions.run(
                        caller,
                        tx -> tx.ask(
                                        deed.statement.formatted(ManyTenants.PROTECTED),
                                        row -> row.getLong(1),
                                        deed.values.apply(tenant))
                                .get());
            });
            double plain;
            try (var connections = new Connections(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())) {
                plain = crowd.perSecond(seconds, number -> {
                    ManyTenants.Tenant tenant = tenants.at(number);
                    Connection connection = connections.of(tenant.organization());
                    PreparedStatement prepared =
                            connection.prepareStatement(deed.statement.formatted(ManyTenants.PROTECTED));
                    return () -> once(connection, prepared, deed.values.apply(tenant));
                });
            }
            double bare;
            try (var connections = new Connections(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())) {
                bare = crowd.perSecond(seconds, _ -> {
                    Connection connection = connections.open();
                    PreparedStatement prepared =
                            connection.prepareStatement(deed.statement.formatted(ManyTenants.COPY));
                    return () -> once(connection, prepared, deed.values.apply(tenants.any()));
                });
            }
            return new Rates(product, plain, bare);
        }
    }

    private static void once(Connection connection, PreparedStatement prepared, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        try (var rows = prepared.executeQuery()) {
            while (rows.next()) {
                rows.getLong(1);
            }
        }
        connection.commit();
    }

    private static Caller caller(ManyTenants.Tenant tenant) {
        return new Caller.Key(
                new ApiKeyId(UUID.randomUUID()),
                new OrganizationId(tenant.organization()),
                Optional.empty(),
                Role.OWNER,
                Caller.Request.of("bench"));
    }

    private static String told(Rates rates) {
        return Math.round(rates.product) + "/" + Math.round(rates.plain) + "/" + Math.round(rates.bare)
                + " in a second (product, policy alone, without)";
    }

    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }
}
