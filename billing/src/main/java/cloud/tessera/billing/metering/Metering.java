package cloud.tessera.billing.metering;

import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Takes readings, each once: they may come late, doubled and shuffled. They are cut at UTC hours and at the months of
 * the organization, and added to the sums by hour in the statement that stores them.
 */
@Singleton
public final class Metering {
    private static final int BATCH = 10_000;

    private final Transactions transactions;
    private final Organizations organizations;

    public Metering(Transactions transactions, Organizations organizations) {
        this.transactions = transactions;
        this.organizations = organizations;
    }

    /**
     * Takes readings, all or none; those known already change nothing. Tens of thousands in one call take seconds. A
     * reading of a month that was invoiced already is taken too: it is on the next invoice.
     */
    public Taken take(Caller job, List<Reading> readings) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, tx -> take(tx, readings));
    }

    /** The same inside the platform's transaction of another room, which notes there how far it has delivered. */
    public Taken take(Tx tx, List<Reading> readings) {
        Map<OrganizationId, ZoneId> zones = zones(tx, readings);
        zones.keySet().stream()
                .sorted(Comparator.comparing(OrganizationId::value))
                .forEach(organization -> ReadingStore.share(tx, organization));
        List<Splitting.Part> parts = new ArrayList<>(readings.size());
        readings.forEach(reading -> parts.addAll(Splitting.split(reading, zone(zones, reading))));
        // In one order, so that two batches wait for each other instead of deadlocking.
        parts.sort(Comparator.comparing((Splitting.Part p) -> p.reading().claim())
                .thenComparing(p -> p.reading().occurredAt())
                .thenComparingInt(p -> p.reading().sequence()));
        int fresh = 0;
        for (int i = 0; i < parts.size(); i += BATCH) {
            fresh += ReadingStore.insert(tx, parts.subList(i, Math.min(parts.size(), i + BATCH)));
        }
        return new Taken(fresh, parts.size() - fresh);
    }

    /** How many seconds of a claim have been taken, whatever its quantity; for the room that meters it. */
    public long seconds(Tx tx, UUID claim) {
        return ReadingStore.seconds(tx, claim);
    }

    /** The readings of a claim, oldest first, as they were cut; for those who may see costs. */
    public List<Reading> of(Caller caller, UUID claim) {
        caller.require(Permission.VIEW_COSTS);
        return transactions.run(
                caller,
                tx -> ReadingStore.of(tx, claim).stream()
                        .filter(reading -> caller.reaches(reading.project()))
                        .toList());
    }

    /** The same inside a transaction of another room, which has looked at who asks. */
    public List<Reading> of(Tx tx, UUID claim) {
        return ReadingStore.of(tx, claim);
    }

    /** Hands every reading of all organizations to a consumer, oldest first, without keeping them in memory. */
    public void export(Caller operator, Consumer<Reading> consumer) {
        operator.require(Permission.PLATFORM_VIEW);
        transactions.run(operator, tx -> ReadingStore.each(tx, consumer));
    }

    private Map<OrganizationId, ZoneId> zones(Tx tx, List<Reading> readings) {
        Map<OrganizationId, ZoneId> zones = new HashMap<>();
        for (Reading reading : readings) {
            zones.computeIfAbsent(
                    reading.organization(), id -> organizations.of(tx, id).zone());
        }
        return zones;
    }

    private static ZoneId zone(Map<OrganizationId, ZoneId> zones, Reading reading) {
        return java.util.Objects.requireNonNull(zones.get(reading.organization()));
    }
}
