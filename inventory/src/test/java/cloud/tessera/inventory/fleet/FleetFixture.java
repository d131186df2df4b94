package cloud.tessera.inventory.fleet;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/** A fleet on a database of its own, at a clock that stands. */
final class FleetFixture {
    static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    final TestDatabase database = TestDatabase.fresh();
    final Transactions transactions;
    final Fleet fleet;
    final Caller operator = operator(PlatformRole.OPERATOR);
    final Caller support = operator(PlatformRole.SUPPORT);
    final Caller job = Caller.Job.named("test");

    FleetFixture() {
        DatabaseAddress address = database.application();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.url());
        source.setUser(address.user());
        source.setPassword(address.password());
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        transactions = new Transactions(source, clock, new IdSource(clock, new SplittableRandom(1)));
        fleet = new Fleet(transactions, new Audit(transactions));
    }

    private static Caller operator(PlatformRole role) {
        return new Caller.Operator(
                new PersonId(new UUID(0, 1)), role, new SessionId(new UUID(0, 2)), Caller.Request.of("test"));
    }

    Outcome<Imported> take(String yaml) {
        return fleet.importYaml(operator, "my-fleet.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** What an import is refused with. */
    String faults(String yaml) {
        return refusal(take(yaml)).detail();
    }

    static Refusal refusal(Outcome<Imported> outcome) {
        return switch (outcome) {
            case Outcome.Done<Imported> done -> throw new AssertionError("Not refused: " + done.value());
            case Outcome.No<Imported> no -> no.refusal();
        };
    }

    FleetSnapshot snapshot() {
        return transactions.run(job, FleetSnapshot::load);
    }

    int count(String sql) {
        return transactions.run(job, tx -> tx.sql().fetchSingle(sql).get(0, Integer.class));
    }

    void run(String sql, Object... bindings) {
        transactions.run(job, tx -> tx.sql().execute(sql, bindings));
    }
}
