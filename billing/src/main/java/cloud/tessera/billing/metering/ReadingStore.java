package cloud.tessera.billing.metering;

import static cloud.tessera.billing.tables.Tables.READING;

import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Readings in the database, and the sums by hour that move with them. */
final class ReadingStore {
    /** The first key of the advisory locks that keep readings and invoices of an organization apart. */
    private static final int LOCK = 0x7E55;

    private static final String INSERT = """
            with incoming as (
              select * from unnest({0}::uuid[], {1}::timestamptz[], {2}::int[], {3}::uuid[], {4}::uuid[], {5}::text[],
                                   {6}::text[], {7}::text[], {8}::bigint[], {9}::int[], {10}::text[], {11}::date[])
                as t (claim_id, occurred_at, sequence, organization_id, project_id, sku,
                      workload, site, quantity, seconds, source, billing_month)
            ), fresh as (
              insert into billing.reading (claim_id, occurred_at, sequence, organization_id, project_id, sku,
                      workload, site, quantity, seconds, source, billing_month, received_at)
              select incoming.*, {12}::timestamptz from incoming
              on conflict do nothing
              returning claim_id, occurred_at, organization_id, project_id, sku, workload, site, quantity, seconds, billing_month
            ), summed as (
              insert into billing.usage_hour as held (claim_id, sku, hour, billing_month, organization_id, project_id,
                      workload, site, first_at, last_at, unit_seconds)
              select claim_id, sku, date_trunc('hour', occurred_at, 'UTC'), billing_month, organization_id, project_id,
                     workload, site, min(occurred_at), max(occurred_at + seconds * interval '1 second'),
                     sum(quantity * seconds)::bigint
              from fresh group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4
              on conflict (claim_id, sku, hour, billing_month) do update
                set unit_seconds = held.unit_seconds + excluded.unit_seconds,
                    first_at = least(held.first_at, excluded.first_at),
                    last_at = greatest(held.last_at, excluded.last_at)
              returning 1
            )
            select (select count(*) from fresh)::int, (select count(*) from summed)::int
            """;

    private ReadingStore() {}

    /** Until the end of the transaction no invoice of the organization is issued; other readings may be taken. */
    static void share(Tx tx, OrganizationId organization) {
        tx.sql().fetch("select pg_advisory_xact_lock_shared(?, ?)", LOCK, organization.hashCode());
    }

    /** Until the end of the transaction no reading of the organization is taken. */
    static void exclude(Tx tx, OrganizationId organization) {
        tx.sql().fetch("select pg_advisory_xact_lock(?, ?)", LOCK, organization.hashCode());
    }

    /** Inserts what is new, adds it to the hours, and returns how many were new. */
    static int insert(Tx tx, List<Splitting.Part> parts) {
        Record row = tx.sql()
                .fetchSingle(
                        INSERT,
                        column(parts, p -> p.reading().claim(), new UUID[0]),
                        column(parts, p -> utc(p.reading().occurredAt()), new OffsetDateTime[0]),
                        column(parts, p -> p.reading().sequence(), new Integer[0]),
                        column(parts, p -> p.reading().organization().value(), new UUID[0]),
                        column(parts, p -> p.reading().project().value(), new UUID[0]),
                        column(parts, p -> p.reading().sku(), new String[0]),
                        column(parts, p -> p.reading().workload().text(), new String[0]),
                        column(parts, p -> p.reading().site(), new String[0]),
                        column(parts, p -> p.reading().quantity(), new Long[0]),
                        column(parts, p -> p.reading().seconds(), new Integer[0]),
                        column(parts, p -> p.reading().source(), new String[0]),
                        column(parts, p -> p.month().firstDay(), new LocalDate[0]),
                        DSL.val(tx.timestamp()));
        return row.get(0, Integer.class);
    }

    static List<Reading> of(Tx tx, UUID claim) {
        return tx.sql()
                .selectFrom(READING)
                .where(READING.CLAIM_ID.eq(claim))
                .orderBy(READING.OCCURRED_AT, READING.SEQUENCE)
                .fetch(ReadingStore::reading);
    }

    static long seconds(Tx tx, UUID claim) {
        return tx.sql()
                .select(DSL.coalesce(DSL.sum(READING.SECONDS), DSL.inline(BigDecimal.ZERO)))
                .from(READING)
                .where(READING.CLAIM_ID.eq(claim))
                .fetchSingle()
                .value1()
                .longValueExact();
    }

    /** Hands over all readings and returns how many there are. */
    static long each(Tx tx, Consumer<Reading> consumer) {
        long count = 0;
        try (var rows = tx.sql()
                .selectFrom(READING)
                .orderBy(READING.OCCURRED_AT, READING.CLAIM_ID, READING.SEQUENCE)
                .fetchSize(2_000)
                .fetchLazy()) {
            for (Record row : rows) {
                consumer.accept(reading(row));
                count++;
            }
        }
        return count;
    }

    private static Reading reading(Record row) {
        return new Reading(
                row.get(READING.CLAIM_ID),
                row.get(READING.OCCURRED_AT).toInstant(),
                row.get(READING.SEQUENCE),
                new OrganizationId(row.get(READING.ORGANIZATION_ID)),
                new ProjectId(row.get(READING.PROJECT_ID)),
                row.get(READING.SKU),
                Workload.of(row.get(READING.WORKLOAD)),
                row.get(READING.SITE),
                row.get(READING.QUANTITY),
                row.get(READING.SECONDS),
                row.get(READING.SOURCE));
    }

    private static <T> Field<T[]> column(List<Splitting.Part> parts, Function<Splitting.Part, T> value, T[] type) {
        return DSL.val(parts.stream().map(value).toList().toArray(type));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
