package cloud.tessera.billing.metering;

import static cloud.tessera.billing.tables.Tables.READING;
import static cloud.tessera.billing.tables.Tables.USAGE_HOUR;

import cloud.tessera.billing.metering.HourlyUse.Day;
import cloud.tessera.billing.metering.HourlyUse.Held;
import cloud.tessera.billing.metering.HourlyUse.Open;
import cloud.tessera.billing.metering.HourlyUse.OpenMonth;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Sums over the hours, in the database. */
final class UseStore {
    private static final Condition METERED = USAGE_HOUR.WORKLOAD.eq(DSL.inline("inference"));
    private static final Condition OPEN = METERED.and(USAGE_HOUR.UNIT_SECONDS.ne(USAGE_HOUR.INVOICED_SECONDS));
    private static final Field<Long> SUM = DSL.sum(USAGE_HOUR.UNIT_SECONDS).cast(Long.class);
    private static final Field<Long> INVOICED =
            DSL.sum(USAGE_HOUR.INVOICED_SECONDS).cast(Long.class);
    private static final Field<OffsetDateTime> FIRST = DSL.min(USAGE_HOUR.FIRST_AT);
    private static final Field<OffsetDateTime> LAST = DSL.max(USAGE_HOUR.LAST_AT);

    private UseStore() {}

    static List<OpenMonth> openMonths(Tx tx) {
        return tx.sql()
                .selectDistinct(USAGE_HOUR.ORGANIZATION_ID, USAGE_HOUR.BILLING_MONTH)
                .from(USAGE_HOUR)
                .where(OPEN)
                .orderBy(USAGE_HOUR.ORGANIZATION_ID, USAGE_HOUR.BILLING_MONTH)
                .fetch(row -> new OpenMonth(new OrganizationId(row.value1()), YearMonth.from(row.value2())));
    }

    static List<Held> openUntil(Tx tx, OrganizationId organization, BillingMonth last, List<Instant> cuts) {
        Field<Integer> piece = piece(USAGE_HOUR.HOUR, cuts);
        return tx.sql()
                .select(
                        USAGE_HOUR.BILLING_MONTH,
                        USAGE_HOUR.PROJECT_ID,
                        USAGE_HOUR.SKU,
                        USAGE_HOUR.SITE,
                        USAGE_HOUR.CLAIM_ID,
                        FIRST,
                        LAST,
                        SUM)
                .from(USAGE_HOUR)
                .where(METERED)
                .and(USAGE_HOUR.ORGANIZATION_ID.eq(organization.value()))
                .and(USAGE_HOUR.BILLING_MONTH.in(openMonths(organization, last)))
                .groupBy(
                        USAGE_HOUR.BILLING_MONTH,
                        USAGE_HOUR.PROJECT_ID,
                        USAGE_HOUR.SKU,
                        USAGE_HOUR.SITE,
                        USAGE_HOUR.CLAIM_ID,
                        piece)
                .orderBy(
                        USAGE_HOUR.BILLING_MONTH,
                        USAGE_HOUR.PROJECT_ID,
                        USAGE_HOUR.SKU,
                        USAGE_HOUR.SITE,
                        FIRST,
                        USAGE_HOUR.CLAIM_ID)
                .fetch(row -> new Held(
                        YearMonth.from(row.value1()),
                        new ProjectId(row.value2()),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6().toInstant(),
                        row.value7().toInstant(),
                        row.value8()));
    }

    private static Select<Record1<LocalDate>> openMonths(OrganizationId organization, BillingMonth last) {
        return DSL.selectDistinct(USAGE_HOUR.BILLING_MONTH)
                .from(USAGE_HOUR)
                .where(OPEN)
                .and(USAGE_HOUR.ORGANIZATION_ID.eq(organization.value()))
                .and(USAGE_HOUR.BILLING_MONTH.le(last.firstDay()));
    }

    static List<Held> asTaken(
            Tx tx, OrganizationId organization, List<YearMonth> months, long readingsUntil, List<Instant> cuts) {
        Field<Integer> piece = piece(READING.OCCURRED_AT, cuts);
        Field<OffsetDateTime> first = DSL.min(READING.OCCURRED_AT);
        Field<OffsetDateTime> last = DSL.field(
                "max({0} + {1} * interval '1 second')", OffsetDateTime.class, READING.OCCURRED_AT, READING.SECONDS);
        Field<Long> sum = DSL.field("sum({0} * {1})::bigint", Long.class, READING.QUANTITY, READING.SECONDS);
        return tx.sql()
                .select(
                        READING.BILLING_MONTH,
                        READING.PROJECT_ID,
                        READING.SKU,
                        READING.SITE,
                        READING.CLAIM_ID,
                        first,
                        last,
                        sum)
                .from(READING)
                .where(READING.WORKLOAD.eq(DSL.inline("inference")))
                .and(READING.ORGANIZATION_ID.eq(organization.value()))
                .and(READING.BILLING_MONTH.in(
                        months.stream().map(month -> month.atDay(1)).toList()))
                .and(READING.TAKEN.le(readingsUntil))
                .groupBy(READING.BILLING_MONTH, READING.PROJECT_ID, READING.SKU, READING.SITE, READING.CLAIM_ID, piece)
                .orderBy(READING.BILLING_MONTH, READING.PROJECT_ID, READING.SKU, READING.SITE, first, READING.CLAIM_ID)
                .fetch(row -> new Held(
                        YearMonth.from(row.value1()),
                        new ProjectId(row.value2()),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6().toInstant(),
                        row.value7().toInstant(),
                        row.value8()));
    }

    static List<Open> open(Tx tx, Collection<OrganizationId> organizations, List<Instant> cuts) {
        Field<Integer> piece = piece(USAGE_HOUR.HOUR, cuts);
        Field<OffsetDateTime> first = DSL.min(USAGE_HOUR.HOUR);
        return tx.sql()
                .select(USAGE_HOUR.ORGANIZATION_ID, USAGE_HOUR.SKU, USAGE_HOUR.SITE, first, SUM, INVOICED)
                .from(USAGE_HOUR)
                .where(OPEN)
                .and(USAGE_HOUR.ORGANIZATION_ID.eq(DSL.any(
                        organizations.stream().map(OrganizationId::value).toArray(UUID[]::new))))
                .groupBy(USAGE_HOUR.ORGANIZATION_ID, USAGE_HOUR.SKU, USAGE_HOUR.SITE, piece)
                .orderBy(USAGE_HOUR.ORGANIZATION_ID, USAGE_HOUR.SKU, USAGE_HOUR.SITE, first)
                .fetch(row -> new Open(
                        new OrganizationId(row.value1()),
                        row.value2(),
                        row.value3(),
                        row.value4().toInstant(),
                        row.value5() - row.value6()));
    }

    static List<Day> daily(Tx tx, OrganizationId organization, TimeWindow window, ZoneId zone, List<Instant> cuts) {
        Field<Integer> piece = piece(USAGE_HOUR.HOUR, cuts);
        // The later of the hour's start and the month's: an hour in which a month begins is split between the two.
        Field<LocalDate> date = DSL.field(
                "({0} at time zone {1})::date", LocalDate.class, USAGE_HOUR.FIRST_AT, DSL.inline(zone.getId()));
        return tx.sql()
                .select(date, USAGE_HOUR.PROJECT_ID, USAGE_HOUR.SKU, USAGE_HOUR.SITE, FIRST, LAST, SUM)
                .from(USAGE_HOUR)
                .where(METERED)
                .and(USAGE_HOUR.ORGANIZATION_ID.eq(organization.value()))
                .and(USAGE_HOUR.HOUR.ge(
                        window.start().truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC)))
                .and(USAGE_HOUR.FIRST_AT.ge(window.start().atOffset(ZoneOffset.UTC)))
                .and(USAGE_HOUR.FIRST_AT.lt(window.end().atOffset(ZoneOffset.UTC)))
                .groupBy(date, USAGE_HOUR.PROJECT_ID, USAGE_HOUR.SKU, USAGE_HOUR.SITE, piece)
                .orderBy(date, USAGE_HOUR.PROJECT_ID, USAGE_HOUR.SKU, USAGE_HOUR.SITE, FIRST)
                .fetch(row -> new Day(
                        row.value1(),
                        new ProjectId(row.value2()),
                        row.value3(),
                        row.value4(),
                        row.value5().toInstant(),
                        row.value6().toInstant(),
                        row.value7()));
    }

    static long lastTaken(Tx tx, OrganizationId organization) {
        return tx.sql()
                .select(DSL.coalesce(DSL.max(READING.TAKEN), DSL.inline(0L)))
                .from(READING)
                .where(READING.ORGANIZATION_ID.eq(organization.value()))
                .fetchSingle()
                .value1();
    }

    static void invoiced(Tx tx, OrganizationId organization, BillingMonth last) {
        tx.sql()
                .update(USAGE_HOUR)
                .set(USAGE_HOUR.INVOICED_SECONDS, USAGE_HOUR.UNIT_SECONDS)
                .where(OPEN)
                .and(USAGE_HOUR.ORGANIZATION_ID.eq(organization.value()))
                .and(USAGE_HOUR.BILLING_MONTH.le(last.firstDay()))
                .execute();
    }

    /** Which interval between two cuts an instant is in, counted from 0. */
    private static Field<Integer> piece(Field<OffsetDateTime> at, List<Instant> cuts) {
        String array = cuts.stream()
                .map(cut -> "timestamptz '" + cut + "'")
                .collect(java.util.stream.Collectors.joining(", ", "array[", "]::timestamptz[]"));
        return DSL.field("width_bucket({0}, " + array + ")", Integer.class, at);
    }
}
