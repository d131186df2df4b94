package cloud.tessera.quota.limit;

import static cloud.tessera.quota.tables.Tables.CLAIM;
import static cloud.tessera.quota.tables.Tables.RESOURCE_LIMIT;

import cloud.tessera.quota.transaction.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.postgres.extensions.types.OffsetDateTimeRange;
import org.jspecify.annotations.Nullable;

/** What is held of the limits over time, as it is stored. */
final class ClaimStore {
    private ClaimStore() {}

    static void insert(
            Tx tx,
            UUID claim,
            LimitStore.Limit limit,
            String family,
            CardEquivalents units,
            Instant from,
            @Nullable Instant until) {
        tx.sql()
                .insertInto(CLAIM)
                .set(CLAIM.CLAIM_ID, claim)
                .set(CLAIM.ORGANIZATION_ID, limit.organization().value())
                .set(CLAIM.PROJECT_ID, limit.project().value())
                .set(CLAIM.WORKLOAD, limit.resource().workload().text())
                .set(CLAIM.FAMILY, family)
                .set(CLAIM.UNITS, units.parts())
                .set(CLAIM.DURING, range(from, until))
                .execute();
    }

    /**
     * The most that is held under a limit at any instant of a window: each claim adds its units where it begins, or at
     * the beginning of the window, and takes them away where it ends within the window. At one instant what ends is
     * taken away first, for claims are half-open. One without an end is never taken away.
     */
    static CardEquivalents peak(Tx tx, LimitStore.Limit limit, Instant from, @Nullable Instant until) {
        Field<OffsetDateTimeRange> window = range(from, until);
        Condition counted = under(limit).and(overlaps(from, until));
        Field<OffsetDateTime> at = DSL.field("at", OffsetDateTime.class);
        Field<Long> change = DSL.field("change", Long.class);
        var changes = DSL.select(
                        DSL.field("greatest(lower({0}), lower({1}))", OffsetDateTime.class, CLAIM.DURING, window)
                                .as(at),
                        CLAIM.UNITS.as(change))
                .from(CLAIM)
                .where(counted)
                .unionAll(DSL.select(DSL.field("upper({0})", OffsetDateTime.class, CLAIM.DURING), CLAIM.UNITS.neg())
                        .from(CLAIM)
                        .where(counted)
                        .and(DSL.condition("upper({0}) <@ {1}", CLAIM.DURING, window)));
        Field<BigDecimal> held = DSL.sum(change)
                .over()
                .orderBy(at, change)
                .rowsUnboundedPreceding()
                .as("held");
        return tx.sql()
                .select(DSL.coalesce(DSL.max(DSL.field("held", BigDecimal.class)), BigDecimal.ZERO))
                .from(DSL.select(held).from(changes.asTable("changes")).asTable("sums"))
                .fetchSingle(row -> new CardEquivalents(row.value1().longValueExact()));
    }

    /** What is held under a limit at one instant. */
    static CardEquivalents at(Tx tx, LimitStore.Limit limit, Instant instant) {
        return tx.sql()
                .select(DSL.coalesce(DSL.sum(CLAIM.UNITS), BigDecimal.ZERO))
                .from(CLAIM)
                .where(under(limit))
                .and(CLAIM.BEGINS.le(utc(instant)))
                .and(CLAIM.ENDS.gt(utc(instant)))
                .fetchSingle(row -> new CardEquivalents(row.value1().longValueExact()));
    }

    /** Whether a claim has so many units all through a time. */
    static boolean covers(Tx tx, UUID claim, CardEquivalents units, Instant from, Instant until) {
        return tx.sql()
                .fetchExists(
                        CLAIM,
                        CLAIM.CLAIM_ID
                                .eq(claim)
                                .and(visible(tx))
                                .and(CLAIM.UNITS.ge(units.parts()))
                                .and(DSL.condition("{0} @> {1}", CLAIM.DURING, range(from, until))));
    }

    static void remove(Tx tx, UUID claim) {
        tx.sql()
                .deleteFrom(CLAIM)
                .where(CLAIM.CLAIM_ID.eq(claim).and(visible(tx)))
                .execute();
    }

    static void end(Tx tx, UUID claim, Instant instant) {
        Condition same = CLAIM.CLAIM_ID.eq(claim).and(visible(tx));
        tx.sql()
                .deleteFrom(CLAIM)
                .where(same)
                .and(DSL.condition("lower({0}) >= {1}", CLAIM.DURING, DSL.val(utc(instant))))
                .execute();
        tx.sql()
                .update(CLAIM)
                .set(
                        CLAIM.DURING,
                        DSL.field("{0} * {1}", OffsetDateTimeRange.class, CLAIM.DURING, range(null, instant)))
                .where(same)
                .execute();
    }

    /** The claims that count under a limit; the one for every other family leaves out families with their own. */
    private static Condition under(LimitStore.Limit limit) {
        Condition sameScope = CLAIM.PROJECT_ID
                .eq(limit.project().value())
                .and(CLAIM.ORGANIZATION_ID.eq(limit.organization().value()))
                .and(CLAIM.WORKLOAD.eq(limit.resource().workload().text()));
        if (!limit.resource().family().equals(ResourceClass.EVERY_OTHER)) {
            return sameScope.and(CLAIM.FAMILY.eq(limit.resource().family()));
        }
        return sameScope.and(CLAIM.FAMILY.notIn(DSL.select(RESOURCE_LIMIT.FAMILY)
                .from(RESOURCE_LIMIT)
                .where(RESOURCE_LIMIT.PROJECT_ID.eq(limit.project().value()))
                .and(RESOURCE_LIMIT.WORKLOAD.eq(limit.resource().workload().text()))));
    }

    /** By comparisons of times, which may use an index under row-level security, as operators of ranges may not. */
    private static Condition overlaps(Instant from, @Nullable Instant until) {
        Condition notOver = CLAIM.ENDS.gt(utc(from));
        return until == null ? notOver : notOver.and(CLAIM.BEGINS.lt(utc(until)));
    }

    private static Condition visible(Tx tx) {
        return tx.caller()
                .organization()
                .map(own -> CLAIM.ORGANIZATION_ID.eq(own.value()))
                .orElse(DSL.noCondition());
    }

    private static Field<OffsetDateTimeRange> range(@Nullable Instant from, @Nullable Instant until) {
        return DSL.field(
                "tstzrange({0}, {1})",
                CLAIM.DURING.getDataType(),
                DSL.val(utc(from), OffsetDateTime.class),
                DSL.val(utc(until), OffsetDateTime.class));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
